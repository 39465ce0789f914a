/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lives.h - lives of a leatd under load, each with numbers of its own and an end that it does not
 * choose; and an oracle that knows its records by these numbers */
#pragma once
#include "../integration/daemons.h"
#include "run-command.h"
#include "settled.h"
#include <sys/pidfd.h>
#include <sys/wait.h>
G_BEGIN_DECLS

#define LIVES_NUMBERS 10000000 /* the numbers of a life begin with a multiple of it */
#define LIVES_PATIENCE 60      /* seconds without progress */

/**
 * Lives:
 * @daemon: (owned): in its life, or between two
 * @settled: (owned): what its source is told
 * @safe: (owned): of guint: for each life that is over, how many records its source was told to be
 *   safe
 */
typedef struct {
  TestDaemon *daemon;
  char       *settled;
  GArray     *safe;
} Lives;

static inline void
lives_init (Lives *self)
{
  self->daemon = test_daemon_new ("");
  self->settled = test_path (self->daemon, "settled");
  self->safe = g_array_new (FALSE, FALSE, sizeof (guint));
}

static inline void
lives_clear (Lives *self)
{
  test_daemon_free (self->daemon);
  g_free (self->settled);
  g_array_unref (self->safe);
}

/* of the next life: @options of its source, and its sinks; PORT is @port */
static inline void
lives_write_config (Lives *self, const char *options, const char *sinks, guint port)
{
  g_autofree char *text = g_strdup_printf (
      "[source machine]\nplugin=fixture-patient\nrecords=7\nfirst=%u\nsettled=DIR/settled\n%s\n%s",
      self->safe->len * LIVES_NUMBERS, options, sinks);
  g_autoptr (GString) config = g_string_new (text);
  g_autofree char *number = g_strdup_printf ("%u", port);

  g_string_replace (config, "PORT", number, 0);
  g_unlink (self->settled);
  test_daemon_write_config (self->daemon, config->str);
}

/* until the source of @settled, a file in its directory, was told of so many: each life makes
 * progress */
static inline void
lives_await_settled (TestDaemon *daemon, const char *settled, guint n_records)
{
  GPollFD changes = { .fd = inotify_init1 (IN_CLOEXEC), .events = G_IO_IN };
  char events[4096];

  inotify_add_watch (changes.fd, daemon->directory, IN_CREATE | IN_MODIFY);
  while (settled_count (settled) < n_records)
    if (g_poll (&changes, 1, LIVES_PATIENCE * 1000) == 1)
      g_assert_cmpint (read (changes.fd, events, sizeof events), >, 0);
    else
      g_error ("%s: %u records were told to be safe of %u, and no more come:\n%s", settled,
               settled_count (settled), n_records, test_daemon_end (daemon));
  close (changes.fd);
}

static inline void
lives_await_safe (Lives *self, guint n_records)
{
  lives_await_settled (self->daemon, self->settled, n_records);
}

/* the process is no more, or will do nothing any more: what it has said counts */
static inline void
lives_count (Lives *self)
{
  const guint safe = settled_count (self->settled);

  g_array_append_val (self->safe, safe);
}

static inline void
lives_forget_process (TestDaemon *daemon)
{
  g_assert_true (g_subprocess_wait (daemon->process, NULL, NULL));
  g_clear_object (&daemon->errors);
  g_clear_object (&daemon->process);
  g_string_truncate (daemon->log, 0);
}

static inline void
lives_kill (TestDaemon *daemon)
{
  g_subprocess_force_exit (daemon->process);
  lives_forget_process (daemon);
}

/* until somebody else has killed it; FALSE: that does not come about */
static inline gboolean
lives_await_kill (Lives *self)
{
  const char *pid = g_subprocess_get_identifier (self->daemon->process);
  GPollFD end = { .fd = pid != NULL ? pidfd_open (atoi (pid), 0) : -1, .events = G_IO_IN };
  gboolean ended;

  if (end.fd < 0) /* it has been waited for */
    return TRUE;
  ended = g_poll (&end, 1, LIVES_PATIENCE * 1000) == 1;
  close (end.fd);
  return ended;
}

/* the last life, to its end: all that is there comes out of it */
static inline void
lives_drain (TestDaemon *daemon)
{
  g_autofree char *config = test_path (daemon, "leat.conf");
  g_autofree char *modules = g_strconcat ("LEAT_PLUGIN_PATH=", g_getenv ("LEAT_FIXTURES"), ":",
                                          g_getenv ("LEAT_PLUGINS"), NULL);

  g_assert_true (run_command ("env", modules, g_getenv ("LEATD_COMMAND"), "--config", config,
                              "--bus=none", "--exit-when-done", NULL));
}

/* --- of each life all records that were safe, in order, none twice, and no hole before the last
 * that has come --- */

/**
 * Oracle:
 * @safe: as of #Lives
 * @life: that it is at
 * @next: number of the next record in it
 */
typedef struct {
  GArray *safe;
  guint   life;
  guint   next;
} Oracle;

static inline void
oracle_end_life (Oracle *self)
{
  if (self->life < self->safe->len && self->next < g_array_index (self->safe, guint, self->life))
    g_error ("life %u: %u records were safe, %u have come", self->life,
             g_array_index (self->safe, guint, self->life), self->next);
}

static inline void
oracle_see (Oracle *self, guint num)
{
  while (num / LIVES_NUMBERS > self->life)
    {
      oracle_end_life (self);
      self->life++;
      self->next = 0;
    }
  if (num != self->life * LIVES_NUMBERS + self->next)
    g_error ("life %u: record %u has come instead of %u", self->life, num,
             self->life * LIVES_NUMBERS + self->next);
  self->next++;
}

static inline void
oracle_see_line (const char *line, gpointer user_data)
{
  oracle_see (user_data, (guint) g_ascii_strtoull (line, NULL, 10));
}

/* all has come; how many were safe before an end */
static inline guint
oracle_end (Oracle *self)
{
  guint safe = 0;

  oracle_end_life (self);
  g_assert_cmpuint (self->life, ==, self->safe->len);
  for (guint i = 0; i < self->safe->len; i++)
    safe += g_array_index (self->safe, guint, i);
  return safe;
}

G_END_DECLS
