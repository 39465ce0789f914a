/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-kill.c - proof: leatd is killed at random moments while parts are put together; each
 * record that its source was told to be safe is in one part, in order, whole or incomplete */
#include "lives.h"

#define ROUNDS_MIN 8
#define ROUNDS_MAX 200
#define LIFE 150000 /* µs under load, at the most */
#define N_SOURCES 3

/**
 * Parts:
 * @daemon: (owned): in its life, or between two
 * @safe: (owned): of guint: of each source, for each life that is over
 * @oracles: one for each source
 * @lines: (owned): seq → what stands in that line
 * @last: seq of the last new part
 * @n_complete: of all parts
 * @n_repeats: lines that were there before, with the same seq and the same content
 */
typedef struct {
  TestDaemon *daemon;
  GArray     *safe[N_SOURCES];
  Oracle      oracles[N_SOURCES];
  GHashTable *lines;
  guint       last;
  guint       n_complete;
  guint       n_repeats;
} Parts;

static void
parts_init (Parts *self)
{
  *self = (Parts) { .daemon = test_daemon_new ("") };
  self->lines = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  for (guint i = 0; i < N_SOURCES; i++)
    self->safe[i] = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
parts_clear (Parts *self)
{
  test_daemon_free (self->daemon);
  g_hash_table_unref (self->lines);
  for (guint i = 0; i < N_SOURCES; i++)
    g_array_unref (self->safe[i]);
}

static char *
get_settled (Parts *self, guint source)
{
  g_autofree char *name = g_strdup_printf ("settled%u", source);

  return test_path (self->daemon, name);
}

/* machines that give batches of different lengths in different steps: they lag */
static void
write_config (Parts *self, const char *batches, const char *junction, const char *store)
{
  static const guint records[] = { 7, 5, 11 }, intervals[] = { 500, 300, 900 };
  g_autoptr (GString) config = g_string_new (NULL);

  for (guint i = 0; i < N_SOURCES; i++)
    {
      g_autofree char *settled = get_settled (self, i);

      g_unlink (settled);
      g_string_append_printf (config,
                              "[source m%u]\nplugin=fixture-patient\nrecords=%u\nfirst=%u\n"
                              "interval=%uus\nsettled=DIR/settled%u\n%s\n",
                              i, records[i], self->safe[i]->len * LIVES_NUMBERS, intervals[i], i,
                              batches);
    }
  g_string_append_printf (config,
                          "[source part]\nplugin=assembly\nfrom=m*\ntimeout=1h\n%s"
                          "fields=seq;complete;m0.num;m1.num;m2.num\n"
                          "%s[sink file]\nplugin=csv\nfrom=part\npath=DIR/out/parts.csv\n"
                          "columns=seq;complete;m0_num;m1_num;m2_num\n%s",
                          junction, store, *store == '\0' ? "when-full=block\n" : "");
  test_daemon_write_config (self->daemon, config->str);
}

static void
await_safe (Parts *self)
{
  for (guint i = 0; i < N_SOURCES; i++)
    {
      g_autofree char *settled = get_settled (self, i);

      lives_await_settled (self->daemon, settled, 1);
    }
}

/* in the life that is over */
static void
count_safe (Parts *self)
{
  for (guint i = 0; i < N_SOURCES; i++)
    {
      g_autofree char *settled = get_settled (self, i);
      const guint safe = settled_count (settled);

      g_array_append_val (self->safe[i], safe);
    }
}

static void
live_and_die (Parts *self, const char *junction, const char *store)
{
  write_config (self, "batches=0", junction, store);
  test_daemon_start (self->daemon);
  await_safe (self);
  g_usleep ((gulong) g_test_rand_int_range (0, LIFE));
  lives_kill (self->daemon);
  count_safe (self);
}

/* what waits goes out incomplete; what the sink had no time for waits in the store */
static void
live_and_stop (Parts *self, const char *junction, const char *store)
{
  write_config (self, "batches=1", junction, store);
  test_daemon_start (self->daemon);
  await_safe (self);
  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  count_safe (self);
  write_config (self, "batches=1", junction, store);
  lives_drain (self->daemon);
}

/* SEQ,COMPLETE,NUM,NUM,NUM */
static void
see_line (const char *line, gpointer user_data)
{
  Parts *self = user_data;
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);
  const guint seq = (guint) g_ascii_strtoull (cells[0], NULL, 10);
  const char *known = g_hash_table_lookup (self->lines, GUINT_TO_POINTER (seq));
  guint n_there = 0;

  if (known != NULL)
    {
      g_assert_cmpstr (line, ==, known); /* the same part, known by its id */
      self->n_repeats++;
      return;
    }
  g_hash_table_insert (self->lines, GUINT_TO_POINTER (seq), g_strdup (line));
  g_assert_cmpuint (seq, ==, self->last + 1); /* no part is missing */
  self->last = seq;
  for (guint i = 0; i < N_SOURCES; i++)
    if (*cells[2 + i] != '\0')
      {
        oracle_see (&self->oracles[i], (guint) g_ascii_strtoull (cells[2 + i], NULL, 10));
        n_there++;
      }
  g_assert_cmpstr (cells[1], ==, n_there == N_SOURCES ? "true" : "false");
  self->n_complete += n_there == N_SOURCES;
}

/* of a key nothing else may be in a part */
static void
check_keys (Parts *self)
{
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, NULL, &line))
    {
      g_auto (GStrv) cells = g_strsplit (line, ",", -1);
      const char *key = NULL;

      for (guint i = 0; i < N_SOURCES; i++)
        if (*cells[2 + i] != '\0')
          {
            g_assert_true (key == NULL || g_str_equal (key, cells[2 + i]));
            key = cells[2 + i];
          }
    }
}

static const struct {
  const char *path;
  const char *junction;
  const char *store;
} cases[] = {
  { "/faults/assembly-kill/key", "", "[sink store]\nplugin=buffer\n" },
  { "/faults/assembly-kill/key-without-store", "", "" },
  { "/faults/assembly-kill/key-crowded", "most-waiting=50\n", "[sink store]\nplugin=buffer\n" },
  { "/faults/assembly-kill/order", "match=order\n", "[sink store]\nplugin=buffer\n" },
};

static void
test_kill (gconstpointer data)
{
  const guint n = GPOINTER_TO_UINT (data);
  const guint n_rounds = g_test_slow () ? ROUNDS_MAX : ROUNDS_MIN;
  g_autofree char *csv = NULL;
  guint n_safe = 0;
  Parts self;

  parts_init (&self);
  csv = test_path (self.daemon, "out/parts.csv");
  for (guint round = 0; round < n_rounds; round++)
    live_and_die (&self, cases[n].junction, cases[n].store);
  live_and_stop (&self, cases[n].junction, cases[n].store);
  for (guint i = 0; i < N_SOURCES; i++)
    self.oracles[i].safe = self.safe[i];
  test_csv_each (csv, see_line, &self);
  if (g_str_has_prefix (cases[n].path, "/faults/assembly-kill/key"))
    check_keys (&self);
  for (guint i = 0; i < N_SOURCES; i++)
    n_safe += oracle_end (&self.oracles[i]);
  g_assert_cmpuint (self.n_complete, >, 0);
  g_test_message ("%u rounds, %u records were safe before a kill: %u parts, %u of them complete, "
                  "%u came twice with their ids",
                  n_rounds, n_safe, self.last, self.n_complete, self.n_repeats);
  parts_clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GUINT_TO_POINTER (i), test_kill);
  return g_test_run ();
}
