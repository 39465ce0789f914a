/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-picture-push.c - proof: a machine that pushes its pictures over TCP beside its results,
 * with connections that break: each picture is there once, as it was sent, and no result is touched
 */
#include "daemons.h"
#include <sched.h>
#include <sys/mount.h>

#define RESULTS 200
#define CUT_EVERY 9
#define SIZE 30000
/* bytes of a header, which are all that is kept of a picture that is none */
#define HEADER 136

#define MACHINE \
  "[source machine]\nplugin=dataman\ndevice=%s\nretry-first=5ms\n" \
  "[source push]\nplugin=picture-push\ndevice=listen://127.0.0.1:%u\nimage-folder=DIR/drop\n" \
  "max-frame=1M\nframer=pushed\n" \
  "[framer pushed]\ntype=picture-push\nbyte-order=%s\nsize-counts=%s\n" \
  "[sink results]\nplugin=csv\nfrom=machine\npath=DIR/{source}.csv\nwhen-full=block\n" \
  "columns=code\n" \
  "[sink pushes]\nplugin=csv\nfrom=push\npath=DIR/{source}.csv\nwhen-full=block\n" \
  "columns=picture_name;picture_size;picture_checksum;picture_state\n"
#define PICTURES \
  "[source pics]\nplugin=pictures\nfrom=machine\nimage-folder=DIR/drop\nimage-dir=DIR/stored\n" \
  "image-name=camera?_{code}.bmp\nimage-wait=60s\n" \
  "[sink pictures]\nplugin=csv\nfrom=pics\npath=DIR/{source}.csv\nwhen-full=block\n" \
  "columns=code;record;picture;picture_size;picture_checksum;picture_state\n"

typedef struct {
  TestDaemon *daemon;
  GSubprocess *machine;
  GDataInputStream *output;
  int holder; /* of the port that is pushed to; -1: none */
  char *drop;
} Place;

static void
place_init (Place *self)
{
  *self = (Place) { .daemon = test_daemon_new (""), .holder = -1 };
  self->drop = test_path (self->daemon, "drop");
  g_assert_cmpint (g_mkdir (self->drop, 0700), ==, 0);
}

/* a simulated machine that pushes to leatd, and its results when somebody listens */
static void
place_start (Place *self, guint n_results, const char *order, const char *counts,
             const char *sources)
{
  guint16 port = 0;
  g_autofree char *push = NULL;
  g_autofree char *push_order = g_strconcat ("push-order=", order, NULL);
  g_autofree char *push_counts = g_strconcat ("push-counts=", counts, NULL);
  g_autofree char *size = g_strdup_printf ("push-size=%u", SIZE);
  g_autofree char *cut = g_strdup_printf ("push-cut=%u", CUT_EVERY);
  g_autofree char *count = g_strdup_printf ("%u", n_results);
  g_autofree char *device = NULL;
  g_autofree char *text = NULL;
  g_autofree char *config = NULL;
  g_autoptr (GError) error = NULL;

  self->holder = test_port_hold (&port);
  push = g_strdup_printf ("push=127.0.0.1:%u", port);
  self->machine = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    g_getenv ("LEAT_COMMAND"), "simulate", "dataman", "--listen",
                                    "0", "--count", count, "--rate", "200", "--set",
                                    "code=", "--set", "bad-parts=0", "--set", push, "--set",
                                    push_order, "--set", push_counts, "--set", size, "--set", cut,
                                    NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->machine));
  device = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
  text = g_strdup_printf (MACHINE, device, port, order, counts);
  config = g_strconcat (text, sources, NULL);
  test_daemon_write_config (self->daemon, config);
  test_daemon_start (self->daemon);
}

static void
place_clear (Place *self)
{
  if (self->machine != NULL)
    g_subprocess_force_exit (self->machine);
  g_clear_object (&self->output);
  g_clear_object (&self->machine);
  if (self->holder >= 0)
    close (self->holder);
  test_daemon_free (self->daemon);
  g_free (self->drop);
}

static void
place_await (Place *self, const char *name, guint n_lines)
{
  g_autofree char *path = test_path (self->daemon, name);

  test_csv_await_lines (path, n_lines);
}

static void
place_each (Place *self, const char *name, void (*func) (const char *, gpointer),
            gpointer user_data)
{
  g_autofree char *path = test_path (self->daemon, name);

  test_csv_each (path, func, user_data);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* --- what came --- */

/* results come as the machine counted them */
static void
check_result (const char *line, gpointer user_data)
{
  guint *n_results = user_data;

  g_assert_cmpuint (g_ascii_strtoull (line, NULL, 10), ==, (*n_results)++);
}

/* pictures by their names: what their checksums were when they came */
static void
check_push (const char *line, gpointer user_data)
{
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);

  g_assert_cmpuint (g_strv_length (cells), ==, 4);
  g_assert_cmpstr (cells[3], ==, "stored");
  g_assert_true (g_hash_table_insert (user_data, g_strdup (cells[0]), g_strdup (cells[2])));
}

static char *
make_checksum (const char *path, gsize *length, guint *number)
{
  g_autofree char *bytes = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, length, NULL));
  /* the machine's number is in its pixels */
  *number = (guint8) bytes[54] | (guint) (guint8) bytes[55] << 8;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, *length);
}

/* it is stored by the id of its result, and is what was pushed */
static void
check_picture (const char *line, gpointer user_data)
{
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);
  g_autofree char *name = g_strdup_printf ("camera1_%s.bmp", cells[0]);
  g_autofree char *end = g_strconcat ("/stored/", cells[1], ".bmp", NULL);
  g_autofree char *checksum = NULL;
  gsize length;
  guint number;

  g_assert_cmpuint (g_strv_length (cells), ==, 6);
  g_assert_cmpstr (cells[5], ==, "stored");
  g_assert_true (g_str_has_suffix (cells[2], end));
  checksum = make_checksum (cells[2], &length, &number);
  g_assert_cmpstr (checksum, ==, cells[4]);
  g_assert_cmpstr (checksum, ==, g_hash_table_lookup (user_data, name));
  g_assert_cmpuint (length, ==, SIZE);
  g_assert_cmpuint (number, ==, g_ascii_strtoull (cells[0], NULL, 10));
  g_assert_true (g_hash_table_remove (user_data, name));
}

/* --- proofs --- */

typedef struct {
  const char *path;
  const char *order;
  const char *counts;
} Way;

static const Way ways[] = {
  { "/proof/picture-push/presets", "big", "data" },
  { "/proof/picture-push/others", "little", "all" },
};

static void
test_pushed (gconstpointer data)
{
  const Way *way = data;
  g_autoptr (GHashTable) pushed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint n_results = 0;
  Place place;

  place_init (&place);
  place_start (&place, RESULTS, way->order, way->counts, PICTURES);
  place_await (&place, "pics.csv", RESULTS);
  g_assert_cmpint (test_daemon_stop (place.daemon), ==, 0);
  place_each (&place, "machine.csv", check_result, &n_results);
  g_assert_cmpuint (n_results, ==, RESULTS);
  place_each (&place, "push.csv", check_push, pushed);
  g_assert_cmpuint (g_hash_table_size (pushed), ==, RESULTS);
  place_each (&place, "pics.csv", check_picture, pushed);
  g_assert_cmpuint (g_hash_table_size (pushed), ==, 0);
  g_assert_cmpuint (count_files (place.drop), ==, 0);

  g_assert_nonnull (strstr (place.daemon->log->str, "cut: "));
  g_assert_cmpint (test_daemon_count (place.daemon, "sources", "push", "rejects"), ==,
                   RESULTS / CUT_EVERY);
  g_assert_cmpint (test_daemon_count (place.daemon, "sources", "push", "reject_bytes"), ==,
                   RESULTS / CUT_EVERY * HEADER);
  test_daemon_check_bytes (place.daemon, "push");
  test_daemon_check_bytes (place.daemon, "machine");
  g_assert_cmpint (test_daemon_count (place.daemon, "sources", "machine", "rejects"), ==, 0);
  place_clear (&place);
}

/* a disk with room for some of them, and nobody who takes them */
static void
count_states (const char *line, gpointer user_data)
{
  guint *n_stored = user_data;

  g_assert_true (g_str_has_suffix (line, ",stored") || g_str_has_suffix (line, ",lost"));
  *n_stored += g_str_has_suffix (line, ",stored");
}

static void
test_full (void)
{
  guint n_results = 0, n_stored = 0;
  Place place;

  place_init (&place);
  if (mount ("leat-test", place.drop, "tmpfs", 0, "size=256k") != 0)
    {
      g_test_skip ("may not mount: not root, or in a container");
      place_clear (&place);
      return;
    }
  place_start (&place, RESULTS, "big", "data", "");
  place_await (&place, "push.csv", RESULTS);
  place_await (&place, "machine.csv", RESULTS);
  g_assert_cmpint (test_daemon_stop (place.daemon), ==, 0);
  place_each (&place, "machine.csv", check_result, &n_results);
  g_assert_cmpuint (n_results, ==, RESULTS);
  place_each (&place, "push.csv", count_states, &n_stored);
  g_assert_cmpuint (n_stored, >, 3);
  g_assert_cmpuint (n_stored, <, 9);
  g_assert_cmpuint (count_files (place.drop), ==, n_stored);
  g_assert_nonnull (strstr (place.daemon->log->str, "No space left on device"));
  g_assert_cmpint (umount2 (place.drop, MNT_DETACH), ==, 0);
  place_clear (&place);
}

/* --- a machine that is connected to, and says what it should not --- */

static int
accept_reader (int listener)
{
  const int connection = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);

  g_assert_cmpint (connection, >=, 0);
  return connection;
}

/* a header, and so many bytes of a picture */
static void
push (int connection, const char *name, guint size, guint length)
{
  const guint32 number = GUINT32_TO_BE (size);
  g_autofree char *picture = g_strnfill (length, *name);
  char header[HEADER] = { 0 };

  memcpy (header, &number, 4);
  memcpy (header + 8, name, strlen (name));
  test_line_write (connection, header, HEADER);
  test_line_write (connection, picture, length);
}

/* leatd has closed it */
static void
await_end (int connection)
{
  char byte;

  g_assert_cmpint (read (connection, &byte, 1), <=, 0);
  close (connection);
}

static void
check_name (const char *line, gpointer user_data)
{
  g_string_append_printf (user_data, "%s\n", line);
}

static void
test_connected (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *config = NULL;
  Place place;
  guint16 port;
  const int listener = test_listener_open (&port);
  int connection;

  place_init (&place);
  config = g_strdup_printf (
      "[source push]\nplugin=picture-push\ndevice=tcp://127.0.0.1:%u\nimage-folder=DIR/drop\n"
      "max-frame=40k\nretry-first=5ms\nretry-longest=5ms\n"
      "[sink file]\nplugin=csv\npath=DIR/{source}.csv\nwhen-full=block\n"
      "columns=picture_name;picture_size;picture_state\n",
      port);
  test_daemon_write_config (place.daemon, config);
  test_daemon_start (place.daemon);

  connection = accept_reader (listener);
  push (connection, "../../a.jpg", 20000, 20000);
  push (connection, "large.jpg", 100000, 100000);
  push (connection, "b.jpg", 1, 1);
  push (connection, "\n", 20000, 0); /* no header: it connects anew */
  await_end (connection);
  connection = accept_reader (listener);
  push (connection, "b.jpg", 20000, 20000);
  push (connection, "half.jpg", 20000, 10000);
  close (connection);
  connection = accept_reader (listener);
  push (connection, "c.jpg", 20000, 20000);
  place_await (&place, "push.csv", 4);
  g_assert_cmpint (test_daemon_stop (place.daemon), ==, 0);
  close (connection);
  close (listener);

  place_each (&place, "push.csv", check_name, lines);
  g_assert_cmpstr (lines->str, ==,
                   "a.jpg,20000,stored\nb.jpg,1,stored\n2~b.jpg,20000,stored\n"
                   "c.jpg,20000,stored\n");
  g_assert_cmpuint (count_files (place.drop), ==, 4);
  g_assert_cmpint (test_daemon_count (place.daemon, "sources", "push", "rejects"), ==, 3);
  g_assert_cmpint (test_daemon_count (place.daemon, "sources", "push", "reject_bytes"), ==,
                   3 * HEADER);
  test_daemon_check_bytes (place.daemon, "push");
  g_assert_nonnull (strstr (place.daemon->log->str, "connecting anew"));
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    g_test_add_data_func (ways[i].path, &ways[i], test_pushed);
  g_test_add_func ("/proof/picture-push/connected", test_connected);
  if (unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
    g_test_add_func ("/proof/picture-push/full", test_full);
  return g_test_run ();
}
