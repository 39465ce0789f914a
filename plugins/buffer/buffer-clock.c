/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-clock.c - time as the store counts it: what really passed */
#include "buffer-clock.h"
#include "leat.h"

#define DAY (86400 * LEAT_NSEC_PER_SEC)
/* so far a clock is adjusted, and not set */
#define SET_MIN (60 * LEAT_NSEC_PER_SEC)
/* how often it is written down: what a power cut takes of it, the machine's clock gives back */
#define SAVE_INTERVAL (DAY / 24)

struct _BufferClock {
  gint64     passed;   /* as of @last */
  LeatMoment last;
  gint64     saved;    /* @passed, as the file has it; -1: it has none */
  char      *boot;
};

BufferClock *
buffer_clock_new (void)
{
  BufferClock *self = g_new0 (BufferClock, 1);

  self->last = leat_clock_now ();
  self->saved = -1;
  if (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &self->boot, NULL, NULL))
    g_strstrip (self->boot);
  else
    self->boot = g_strdup ("");
  return self;
}

void
buffer_clock_free (BufferClock *self)
{
  if (self == NULL)
    return;
  g_free (self->boot);
  g_free (self);
}

static char *
spell (gint64 duration)
{
  const gint64 seconds = (ABS (duration) + LEAT_NSEC_PER_SEC / 2) / LEAT_NSEC_PER_SEC;

  return seconds < 2 * 86400 ? g_strdup_printf ("%" G_GINT64_FORMAT " s", seconds)
                             : g_strdup_printf ("%" G_GINT64_FORMAT " days", seconds / 86400);
}

/* the machine was off: only its clock can tell for how long */
static gint64
believe (gint64 by_clock, char **told)
{
  g_autofree char *spelled = spell (by_clock);

  if (by_clock < 0)
    *told = g_strdup_printf ("the machine's clock is %s earlier than when the store was last open; "
                             "how long that is ago counts for no age",
                             spelled);
  else if (by_clock > DAY)
    *told = g_strdup_printf ("by the machine's clock the store was last open %s ago, during which "
                             "it was off: for all ages that counts as a day",
                             spelled);
  return CLAMP (by_clock, 0, DAY);
}

/* what damage, or an older version, has not left: it is not earlier than the latest moment */
#define LOAD \
  "SELECT max (coalesce (clock.passed, 0), (SELECT coalesce (max (passed), 0) FROM moments)," \
  "            (SELECT coalesce (max (since), 0) FROM absent))," \
  " clock.time, clock.boot, clock.boottime FROM (SELECT 1 AS id) AS one" \
  " LEFT JOIN clock ON clock.id = one.id"

gboolean
buffer_clock_load (BufferClock *self, BufferDatabase *database, char **told, GError **error)
{
  g_autoptr (sqlite3_stmt) row = buffer_database_query (database, error, LOAD, "");
  const char *boot;

  *told = NULL;
  if (row == NULL || !buffer_database_step (database, row, error))
    return FALSE;
  self->last = leat_clock_now ();
  self->passed = sqlite3_column_int64 (row, 0);
  boot = (const char *) sqlite3_column_text (row, 2);
  if (boot == NULL)
    return TRUE;
  self->saved = self->passed;
  if (*boot != '\0' && g_str_equal (boot, self->boot))
    self->passed += MAX (self->last.monotonic - sqlite3_column_int64 (row, 3), 0);
  else
    self->passed += believe (self->last.time - sqlite3_column_int64 (row, 1), told);
  return TRUE;
}

gint64
buffer_clock_tick (BufferClock *self, char **told)
{
  const LeatMoment now = leat_clock_now ();
  const gint64 step = MAX (now.monotonic - self->last.monotonic, 0);
  const gint64 set = now.time - self->last.time - step;

  *told = NULL;
  if (ABS (set) >= SET_MIN)
    {
      g_autofree char *spelled = spell (set);

      *told = g_strdup_printf ("the machine's clock was set %s by %s; ages of records and readers "
                               "count the time that really passed",
                               set > 0 ? "forward" : "back", spelled);
    }
  self->last = now;
  self->passed += step;
  return self->passed;
}

gboolean
buffer_clock_save (BufferClock *self, BufferDatabase *database, gboolean in_any_case,
                   GError **error)
{
  if (self->saved >= 0 && !in_any_case && self->passed - self->saved < SAVE_INTERVAL)
    return TRUE;
  if (!buffer_database_do (database, error,
                           "INSERT INTO clock (id, passed, time, boot, boottime)"
                           " VALUES (1, ?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET"
                           " passed = ?1, time = ?2, boot = ?3, boottime = ?4",
                           "iisi", self->passed, self->last.time, self->boot, self->last.monotonic))
    return FALSE;
  self->saved = self->passed;
  return TRUE;
}
