/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fault-points.c - proof: leatd is killed at named points of its work, and goes on from there
 *
 * Each round has a life that is killed at the point, and one that makes progress behind it. */
#include "damage.h"
#include "lives.h"
#include "web-oracle.h"

#define ROUNDS 5
#define ROUNDS_SLOW 50
#define ROUNDS_SANITIZED 2
#define LIFE 30000   /* µs of a life that is not killed at the point, at the most */
#define BACKLOG 1000 /* records */

typedef struct _Points Points;

/**
 * Point:
 * @path: of the test
 * @sinks: of the key file; with PORT in them the oracle is a web service, else a CSV file
 * @call: the kind of call at which it is killed, as fail-calls.c knows them; %NULL: the web service
 *   kills it before it answers
 * @file: of that call
 * @when: before, after
 * @spread: the number of the call is one of 1 … @spread
 * @prepare: (nullable): before the life that is killed
 * @quiet: no new records come in this life: what is done there is done for those that wait
 */
typedef struct {
  const char *path;
  const char *sinks;
  const char *call;
  const char *file;
  const char *when;
  guint       spread;
  void      (*prepare) (Points *points);
  gboolean    quiet;
} Point;

struct _Points {
  const Point *point;
  Lives        lives;
  WebOracle   *web;    /* NULL: it is a CSV file */
  gint         pid;    /* atomic: of whom the service kills; 0: nobody */
  gint         left;   /* atomic: requests until then */
};

static void
write_config (Points *self, const char *options)
{
  lives_write_config (&self->lives, options, self->point->sinks,
                      self->web != NULL ? self->web->port : 0);
}

/* a life as it should be, but for its end */
static void
live (Points *self, guint n_safe)
{
  write_config (self, "batches=0\ninterval=500us");
  test_daemon_start (self->lives.daemon);
  lives_await_safe (&self->lives, n_safe);
  g_usleep ((gulong) g_test_rand_int_range (0, LIFE));
  lives_kill (self->lives.daemon);
  lives_count (&self->lives);
}

/* --- before the life that is killed --- */

/* a service that is away leaves a backlog behind */
static void
prepare_backlog (Points *self)
{
  web_oracle_go (self->web);
  live (self, 3 * BACKLOG);
  web_oracle_come (self->web);
  fake_server_forget (self->web->server);
}

static void
prepare_older (Points *self)
{
  g_autofree char *store = test_path (self->lives.daemon, "state/buffer.db");

  damage_make_older (store);
}

static void
prepare_damage (Points *self)
{
  g_autofree char *store = test_path (self->lives.daemon, "state/buffer.db");

  damage_index (store);
}

/* --- the points --- */

#define CSV \
  "[sink file]\nplugin=csv\npath=DIR/out/records.csv\ncolumns=num\n" \
  "retry-first=1ms\n"
#define STORE "[sink store]\nplugin=buffer\nretry-first=1ms\n"
#define WEB \
  STORE "[sink web]\nplugin=rest\nurl=http://127.0.0.1:PORT/records\naccept-test=yes\n" \
        "retry-first=5ms\nretry-longest=50ms\nbody=json-array\nbatch-records=50\n"
#define WEB_ONE_BY_ONE \
  STORE "[sink web]\nplugin=rest\nurl=http://127.0.0.1:PORT/records\naccept-test=yes\n" \
        "retry-first=5ms\nretry-longest=50ms\nbatch-records=1\n"
#define ROTATED CSV "rotate-size=1000\n"

#define POINT(name) .path = "/faults/points/" name

static const Point points[] = {
  { POINT ("before-commit/written"), WEB, "write", "buffer.db-wal", "before", 200 },
  { POINT ("before-commit/not-synced"), WEB, "sync", "buffer.db-wal", "before", 60 },
  { POINT ("after-commit-before-hand-over"), WEB, "sync", "buffer.db-wal", "after", 60 },
  { POINT ("after-send-before-acknowledgement/batches"), WEB, .spread = 40 },
  { POINT ("after-send-before-acknowledgement/one-by-one"), WEB_ONE_BY_ONE, .spread = 40 },
  { POINT ("claim/before"), WEB, "sync", "buffer.db-wal", "before", 5, prepare_backlog, TRUE },
  { POINT ("claim/after"), WEB, "sync", "buffer.db-wal", "after", 5, prepare_backlog, TRUE },
  { POINT ("checkpoint/pages"), STORE CSV, "write", "buffer.db", "before", 300 },
  { POINT ("checkpoint/synced"), STORE CSV, "sync", "buffer.db", "after", 2 },
  { POINT ("migration/copy"), STORE CSV, "write", "buffer.db.version-1*", "before", 8,
    prepare_older },
  { POINT ("migration/copied"), STORE CSV, "rename", "buffer.db.version-1*", "after", 1,
    prepare_older },
  { POINT ("migration/tables"), STORE CSV, "write", "buffer.db-wal", "before", 5, prepare_older },
  { POINT ("migration/commit"), STORE CSV, "sync", "buffer.db-wal", "after", 1, prepare_older },
  { POINT ("salvage/copy"), STORE CSV, "write", "buffer.db.salvage*", "before", 30,
    prepare_damage },
  { POINT ("salvage/exchange"), STORE CSV, "rename", "buffer.db*", "before", 5, prepare_damage },
  { POINT ("salvage/exchanged"), STORE CSV, "rename", "buffer.db*", "after", 5, prepare_damage },
  { POINT ("rotation/before"), STORE ROTATED, "open", "records*.csv", "before", 20 },
  { POINT ("rotation/after"), STORE ROTATED, "open", "records*.csv", "after", 20 },
  { POINT ("rotation/header"), STORE ROTATED, "write", "records*.csv", "after", 20 },
  { POINT ("rotation/folder"), STORE ROTATED, "sync", "out", "before", 20 },
  { POINT ("rotation/queue"), ROTATED, "open", "records*.csv", "after", 20 },
  { POINT ("position/before"), CSV, "write", "file.facts*", "before", 20 },
  { POINT ("position/after"), CSV, "sync", "file.facts*", "after", 20 },
};

/* the rounds go through all calls where these are few */
static guint
choose_call (const Point *point, guint round)
{
  return point->spread <= ROUNDS ? 1 + round % point->spread
                                 : (guint) g_test_rand_int_range (1, (int) point->spread + 1);
}

/* the service's thread */
static void
on_took (gpointer data)
{
  Points *self = data;
  const gint pid = g_atomic_int_get (&self->pid);

  if (pid != 0 && g_atomic_int_dec_and_test (&self->left))
    kill (pid, SIGKILL);
}

static void
start_to_be_killed (Points *self, guint call)
{
  const Point *the = self->point;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *told = test_path (self->lives.daemon, "killed");
  g_autofree char *number = g_strdup_printf ("%u", call);

  g_unlink (told);
  g_atomic_int_set (&self->left, (gint) call);
  if (the->call != NULL)
    {
      g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", g_getenv ("LEAT_FAIL_CALLS"), TRUE);
      g_subprocess_launcher_setenv (launcher, "LEAT_KILL_CALL", the->call, TRUE);
      g_subprocess_launcher_setenv (launcher, "LEAT_KILL_FILE", the->file, TRUE);
      g_subprocess_launcher_setenv (launcher, "LEAT_KILL_WHEN", the->when, TRUE);
      g_subprocess_launcher_setenv (launcher, "LEAT_KILL_AT", number, TRUE);
      g_subprocess_launcher_setenv (launcher, "LEAT_FAIL_TOLD", told, TRUE);
    }
  test_daemon_launch (self->lives.daemon, launcher);
  if (the->call == NULL)
    g_atomic_int_set (&self->pid, atoi (g_subprocess_get_identifier (self->lives.daemon->process)));
}

static void
die_at_point (Points *self, guint round)
{
  const Point *the = self->point;
  const guint call = choose_call (the, round);
  g_autofree char *told = test_path (self->lives.daemon, "killed");

  if (the->prepare != NULL)
    the->prepare (self);
  write_config (self, the->quiet ? "batches=1\nthen=wait" : "batches=0\ninterval=500us");
  start_to_be_killed (self, call);
  if (!lives_await_kill (&self->lives))
    g_error ("round %u: no call %u of that kind is made:\n%s", round, call,
             test_daemon_end (self->lives.daemon));
  g_atomic_int_set (&self->pid, 0);
  lives_forget_process (self->lives.daemon);
  if (the->call != NULL && !g_file_test (told, G_FILE_TEST_EXISTS))
    g_error ("round %u: it ended before the point, at call %u", round, call);
  lives_count (&self->lives);
}

/* --- what has come --- */

/* the files of a sink in the order in which they were begun */
static guint
read_files (Points *self, Oracle *oracle)
{
  guint n_files = 0;

  for (gboolean found = TRUE; found; n_files++)
    {
      g_autofree char *name = n_files == 0 ? g_strdup ("out/records.csv")
                                           : g_strdup_printf ("out/records-%u.csv", n_files);
      g_autofree char *path = test_path (self->lives.daemon, name);

      found = g_file_test (path, G_FILE_TEST_EXISTS);
      test_csv_each (path, oracle_see_line, oracle);
    }
  return n_files - 1;
}

static void
check (Points *self)
{
  Oracle oracle = { .safe = self->lives.safe };

  if (self->web == NULL)
    g_test_message ("%u files", read_files (self, &oracle));
  for (guint i = 0; self->web != NULL && i < self->web->nums->len; i++)
    oracle_see (&oracle, g_array_index (self->web->nums, guint, i));
  if (self->web != NULL)
    g_test_message ("%u requests with new records, %u repeated with their keys",
                    g_hash_table_size (self->web->keys), self->web->n_repeats);
  g_test_message ("%u lives, %u records were safe before a kill", self->lives.safe->len,
                  oracle_end (&oracle));
}

static guint
get_n_rounds (void)
{
  if (g_test_slow ())
    return ROUNDS_SLOW;
  return g_getenv ("LEAT_SANITIZED") != NULL ? ROUNDS_SANITIZED : ROUNDS;
}

static void
test_point (gconstpointer data)
{
  Points self = { .point = data };
  const guint n_rounds = get_n_rounds ();

  lives_init (&self.lives);
  if (strstr (self.point->sinks, "PORT") != NULL)
    {
      self.web = web_oracle_new ();
      fake_server_forget (self.web->server);
      self.web->took = on_took;
      self.web->user_data = &self;
    }
  live (&self, BACKLOG);
  for (guint round = 0; round < n_rounds; round++)
    {
      die_at_point (&self, round);
      live (&self, 1);
    }
  write_config (&self, "batches=1");
  lives_drain (self.lives.daemon);
  if (self.web != NULL)
    web_oracle_go (self.web);
  check (&self);
  g_clear_pointer (&self.web, web_oracle_free);
  lives_clear (&self.lives);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    g_test_add_data_func (points[i].path, &points[i], test_point);
  return g_test_run ();
}
