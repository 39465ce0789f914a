/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-keyfile.h - reads key files, knows the line of every key, and collects every fault */
#pragma once
#include "leat-option-host.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/**
 * LeatFault:
 * @file: the file, as it was named
 * @line: counted from 1; 0: none in particular
 * @group: %NULL: none
 * @key: %NULL: none
 * @text: what is wrong, and what would be right
 *
 * One thing that is wrong with a key file; spelled `file:line: [group] key: text`.
 */
typedef struct {
  char *file;
  guint line;
  char *group;
  char *key;
  char *text;
} LeatFault;

/* a list of them, in the order of finding; what is beyond LEAT_FAULTS_MAX is only counted */
typedef struct _LeatFaults LeatFaults;

#define LEAT_FAULTS_MAX 1000

LeatFaults      *leat_faults_new       (void);
void             leat_faults_free      (LeatFaults *self);
void             leat_faults_add       (LeatFaults *self, const char *file, guint line,
                                        const char *group, const char *key, const char *format, ...)
                                        G_GNUC_PRINTF (6, 7);
/* with those that were only counted */
guint            leat_faults_get_n     (const LeatFaults *self);
/* NULL: was only counted */
const LeatFault *leat_faults_get       (const LeatFaults *self, guint index);
/* one a line, sorted by file and line */
char            *leat_faults_to_string (const LeatFaults *self);

/**
 * LeatEntry:
 * @key: "baud-rate"
 * @value: as it stands in the file, blanks around it removed, escapes not undone
 * @file: where it stands
 * @line: where it stands
 */
typedef struct {
  char       *key;
  char       *value;
  const char *file;
  guint       line;
} LeatEntry;

/* one [group], with its entries in the order of the file */
typedef struct {
  char       *name;      /* "source camera0" */
  const char *file;      /* where it first stands */
  guint       line;
  GPtrArray  *entries;   /* of LeatEntry */
  GHashTable *index;     /* the same by key; for leat_group_find() */
} LeatGroup;

/* Several files read one behind the other into one set of groups: a later file's key takes the
 * place of an earlier one's, twice in one file is a fault. Faults do not end the reading. */
typedef struct _LeatKeyfile LeatKeyfile;

LeatKeyfile     *leat_keyfile_new          (void);
void             leat_keyfile_free         (LeatKeyfile *self);
gboolean         leat_keyfile_load         (LeatKeyfile *self, const char *path,
                                            LeatFaults *faults);
gboolean         leat_keyfile_load_text    (LeatKeyfile *self, const char *name, const char *text,
                                            gssize length, LeatFaults *faults);
guint            leat_keyfile_get_n_groups (const LeatKeyfile *self);
const LeatGroup *leat_keyfile_get_group    (const LeatKeyfile *self, guint index);
const LeatGroup *leat_keyfile_find_group   (const LeatKeyfile *self, const char *name);
/* what a key file is made of, for arrays of them */
void             leat_entry_free           (gpointer entry);
void             leat_group_free           (gpointer group);
const LeatEntry *leat_group_find           (const LeatGroup *self, const char *key);
/* its value, or NULL */
const char      *leat_group_get            (const LeatGroup *self, const char *key);
/* (transfer full): where a path that stands with @key is, in view of the file it stands in */
char            *leat_group_find_path      (const LeatGroup *self, const char *key,
                                            const char *path);
/* @key: %NULL: the group itself; a key that is not there gets the group's line */
void             leat_group_fault          (const LeatGroup *self, const char *key,
                                            LeatFaults *faults, const char *format, ...)
                                            G_GNUC_PRINTF (4, 5);
/* the message of @error; if it begins with a key of the group, the fault is that key's */
void             leat_group_fault_error    (const LeatGroup *self, const GError *error,
                                            LeatFaults *faults);

/* Fills @instance from the group: presets first, then what the file says. Wrong values and missing
 * required keys go to @faults; keys that are not in the table are left to
 * leat_group_check_keys(). */
gboolean         leat_group_fill           (const LeatGroup *self, const LeatOption *table,
                                            gpointer instance, LeatFaults *faults);
/* every key of the group must be in one of the @tables (ends with NULL) or begin with one of
 * @prefixes ("tag."; may be NULL); for others the nearest is offered */
void             leat_group_check_keys     (const LeatGroup *self, const LeatOption *const *tables,
                                            const char *const *prefixes, LeatFaults *faults);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatFaults, leat_faults_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatKeyfile, leat_keyfile_free)
#pragma GCC visibility pop
G_END_DECLS
