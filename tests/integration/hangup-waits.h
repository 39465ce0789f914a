/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hangup-waits.h - how long leatd waits before each next try: as its back-off says, and no longer
 */
#pragma once
#include "hangup-machine.h"

/* ms; each is told apart from those before it, a fifth more or less */
#define RETRY_FIRST 10
#define RETRY_LONGEST 80

/* that fail until one is waited for as long: 10, 20, 40, 80 */
#define TRIES_TO_LONGEST 4

/* before a try */
typedef struct {
  guint interval; /* ms */
  gint64 reads;   /* bytes that were read until then, and marks of hangups */
} Wait;

/* (transfer full): a timer that is longer is none of the back-off's, or is missed among them */
static inline GArray *
waits_read (const char *path)
{
  GArray *waits = g_array_new (FALSE, FALSE, sizeof (Wait));
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return waits;
  for (at = text; strchr (at, '\n') != NULL; at = strchr (at, '\n') + 1)
    {
      char *end;
      Wait wait = { .interval = (guint) g_ascii_strtoull (at, &end, 10) };

      wait.reads = g_ascii_strtoll (end, NULL, 10);
      if (wait.interval <= RETRY_LONGEST)
        g_array_append_val (waits, wait);
    }
  return waits;
}

/* behind so many that failed, each after the other? */
static inline gboolean
wait_is_of (const Wait *wait, guint n_failures)
{
  const guint middle = MIN (RETRY_FIRST << MIN (n_failures, 16), RETRY_LONGEST);

  return wait->interval >= MAX (middle - middle / 5, RETRY_FIRST) &&
         wait->interval <= MIN (middle + middle / 5, RETRY_LONGEST);
}

static inline guint
waits_count (const char *path)
{
  g_autoptr (GArray) waits = waits_read (path);

  return waits->len;
}

static inline guint
waits_count_longest (const char *path)
{
  g_autoptr (GArray) waits = waits_read (path);
  guint n = 0;

  for (guint i = 0; i < waits->len; i++)
    n += wait_is_of (&g_array_index (waits, Wait, i), TRIES_TO_LONGEST);
  return n;
}

/* "3": are more there than those? */
static inline gboolean
waits_have_grown (gpointer path, const char *former)
{
  return waits_count_longest (path) > g_ascii_strtoull (former, NULL, 10);
}

/* until one waits for RETRY_LONGEST */
static inline void
waits_await_longest (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *former = g_strdup_printf ("%u", waits_count_longest (path));

  test_folder_await (folder, waits_have_grown, (gpointer) path, former);
}

/**
 * waits_check:
 * @n_failures: that leatd has counted
 * @is_plain: what was read before an end shows that it was at work
 *
 * Behind each failure it waited once, for no longer than RETRY_LONGEST; for twice as long as the
 * last time when that did no good, for RETRY_FIRST when it did. One that lasted for long, or whose
 * device has come by itself, begins at RETRY_FIRST, too.
 */
static inline void
waits_check (const char *path, gint64 n_failures, gboolean is_plain)
{
  g_autoptr (GArray) waits = waits_read (path);
  guint n_in_turn = 0;
  gint64 reads = 0;

  g_assert_cmpint (waits->len, ==, n_failures);
  for (guint i = 0; i < waits->len; i++)
    {
      const Wait *wait = &g_array_index (waits, Wait, i);
      const gboolean was_heard = wait->reads > reads + 1; /* a mark is no byte */
      const gboolean is_first = wait_is_of (wait, 0);

      if (!is_first && ((was_heard && is_plain) || !wait_is_of (wait, n_in_turn)))
        g_error ("wait %u is of %u ms, behind %u that failed", i, wait->interval, n_in_turn);
      n_in_turn = is_first ? 1 : n_in_turn + 1;
      reads = wait->reads;
    }
}

/* the next process keeps them at @path, and finds nobody while @refused is there; behind
 * record_reads() */
static inline void
record_waits (const char *path, const char *refused)
{
  g_autofree char *libraries = g_strconcat (g_getenv ("LD_PRELOAD"), ":",
                                            g_getenv ("LEAT_RECORD_WAITS_LIBRARY"), NULL);

  g_setenv ("LD_PRELOAD", libraries, TRUE);
  g_setenv ("LEAT_RECORD_WAITS", path, TRUE);
  g_setenv ("LEAT_REFUSE", refused, TRUE);
}
