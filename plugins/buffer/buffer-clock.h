/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-clock.h - time as the store counts it: what really passed */
#pragma once
#include "buffer-database.h"
G_BEGIN_DECLS

/* The machine's clock may stand anywhere at its start (1970, where its battery is empty), and may
 * be set while it runs: ages that hang on it would throw away what is new, or forget readers that
 * are not gone. So the store has a clock of its own, in its file. As long as the machine is on, it
 * runs with the one that counts since the machine's start; what passes while it is off is believed
 * from its clock, but a day at the most. It may be late, then, and things are kept for longer.
 *
 * Of one life of the store; under its lock for writing. */
typedef struct _BufferClock BufferClock;

BufferClock *buffer_clock_new  (void);
void         buffer_clock_free (BufferClock *self);

/* *@told (transfer full) (nullable): what is strange about the time that has passed since the file
 * was last open, for people */
gboolean     buffer_clock_load (BufferClock *self, BufferDatabase *database, char **told,
                                GError **error);
/* nanoseconds that have passed since the store was begun; *@told (transfer full) (nullable): that
 * the machine's clock was set since the last call */
gint64       buffer_clock_tick (BufferClock *self, char **told);
/* inside a transaction: writes it down, if it is time for that, or in any case */
gboolean     buffer_clock_save (BufferClock *self, BufferDatabase *database, gboolean in_any_case,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BufferClock, buffer_clock_free)
G_END_DECLS
