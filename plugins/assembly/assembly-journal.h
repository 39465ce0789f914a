/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-journal.h - the file in which records wait, and parts until they are safe elsewhere */
#pragma once
#include "assembly-memory.h"
G_BEGIN_DECLS

typedef struct _AssemblyJournal AssemblyJournal;

AssemblyJournal *assembly_journal_new          (const char *path);
void             assembly_journal_free         (AssemblyJournal *self);
/* what is in the file; one that is not there is empty */
gboolean         assembly_journal_load         (AssemblyJournal *self, AssemblyMemory *memory,
                                                GError **error);
/* what is added from here on is the whole of a new file */
void             assembly_journal_begin        (AssemblyJournal *self, const char *epoch,
                                                const char *boot, guint64 last_number,
                                                guint64 last_sequence);
void             assembly_journal_add_record   (AssemblyJournal *self, AssemblyKept *record);
void             assembly_journal_add_part     (AssemblyJournal *self, guint64 sequence,
                                                guint n_made, AssemblyReason reason,
                                                AssemblyRecord *const *records, guint n_sources,
                                                guint64 held);
void             assembly_journal_add_settled  (AssemblyJournal *self, guint64 first,
                                                guint64 last);
void             assembly_journal_add_lane     (AssemblyJournal *self, const char *source,
                                                const AssemblyLaneState *state);
/* writes what was added; @lasting: and waits for the disk. FALSE: nobody knows what is in the file:
 * begin() anew */
gboolean         assembly_journal_commit       (AssemblyJournal *self, gboolean lasting,
                                                GError **error);
gboolean         assembly_journal_is_empty     (const AssemblyJournal *self);
gsize            assembly_journal_get_size     (const AssemblyJournal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssemblyJournal, assembly_journal_free)
G_END_DECLS
