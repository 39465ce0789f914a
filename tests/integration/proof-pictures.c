/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-pictures.c - proof: a machine that drops its pictures beside its results: each is found by
 * the id of its result, whatever happens to pictures no result is lost */
#include "daemons.h"
#include <sched.h>
#include <sys/mount.h>

#define RESULTS 300

#define CONFIG \
  "[source machine]\nplugin=pv200\ndevice=%s\nretry-first=5ms\n" \
  "[source pics]\nplugin=pictures\nfrom=machine\nimage-folder=DIR/drop\nimage-dir=DIR/stored\n" \
  "image-name=camera?_{num}.bmp\nimage-wait=60s\n%s" \
  "[sink file]\nplugin=csv\npath=DIR/{source}.csv\nwhen-full=block\n" \
  "columns=num;record;picture;picture_size;picture_checksum;picture_state\n"

typedef struct {
  TestDaemon *daemon;
  GSubprocess *machine;
  GDataInputStream *output;
  char *drop;
  char *stored;
} Place;

/* a simulated machine that sends so many results as soon as somebody listens */
static void
place_start (Place *self, guint n_results, const char *options)
{
  g_autofree char *text = NULL;
  g_autofree char *pictures = g_strconcat ("pictures=", self->drop, NULL);
  g_autofree char *count = g_strdup_printf ("%u", n_results);
  g_autofree char *device = NULL;
  g_autoptr (GError) error = NULL;

  self->machine = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    g_getenv ("LEAT_COMMAND"), "simulate", "pv200", "--listen", "0",
                                    "--count", count, "--rate", "200", "--set", pictures, NULL);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->machine));
  device = g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
  text = g_strdup_printf (CONFIG, device, options);
  test_daemon_write_config (self->daemon, text);
  test_daemon_start (self->daemon);
}

static void
place_init (Place *self)
{
  *self = (Place) { .daemon = test_daemon_new ("") };
  self->drop = test_path (self->daemon, "drop");
  self->stored = test_path (self->daemon, "stored");
  g_assert_cmpint (g_mkdir (self->drop, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (self->stored, 0700), ==, 0);
}

static void
place_clear (Place *self)
{
  g_subprocess_force_exit (self->machine);
  g_object_unref (self->output);
  g_object_unref (self->machine);
  test_daemon_free (self->daemon);
  g_free (self->drop);
  g_free (self->stored);
}

static void
count_line (const char *line, gpointer user_data)
{
  ++*(guint *) user_data;
}

/* what is known of the lines of pics.csv */
typedef struct {
  guint n_lines;
  guint n_stored;
  guint n_lost;
} Seen;

static void
check_line (const char *line, gpointer user_data)
{
  Seen *seen = user_data;
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);
  g_autofree char *bytes = NULL;
  g_autofree char *checksum = NULL;
  g_autofree char *end = NULL;
  gsize length;

  seen->n_lines++;
  g_assert_cmpuint (g_strv_length (cells), ==, 6);
  g_assert_true (g_str_has_prefix (cells[1], "machine/"));
  if (g_str_equal (cells[5], "lost"))
    {
      seen->n_lost++;
      g_assert_cmpstr (cells[2], ==, "");
      return;
    }
  seen->n_stored++;
  g_assert_cmpstr (cells[5], ==, "stored");
  end = g_strconcat ("/stored/", cells[1], ".bmp", NULL);
  g_assert_true (g_str_has_suffix (cells[2], end));
  g_assert_true (g_file_get_contents (cells[2], &bytes, &length, NULL));
  g_assert_cmpuint (length, ==, g_ascii_strtoull (cells[3], NULL, 10));
  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, length);
  g_assert_cmpstr (checksum, ==, cells[4]);
  /* the machine's number is in its pixels */
  g_assert_cmpuint ((guint8) bytes[54] | (guint) (guint8) bytes[55] << 8, ==,
                    g_ascii_strtoull (cells[0], NULL, 10));
}

static void
place_await (Place *self, const char *name, guint n_lines)
{
  g_autofree char *path = test_path (self->daemon, name);

  test_csv_await_lines (path, n_lines);
}

static Seen
place_finish (Place *self)
{
  g_autofree char *results = test_path (self->daemon, "machine.csv");
  g_autofree char *pictures = test_path (self->daemon, "pics.csv");
  guint n_results = 0;
  Seen seen = { 0 };

  g_assert_cmpint (test_daemon_stop (self->daemon), ==, 0);
  test_csv_each (results, count_line, &n_results);
  g_assert_cmpuint (n_results, ==, RESULTS);
  test_csv_each (pictures, check_line, &seen);
  g_assert_cmpuint (seen.n_lines, ==, RESULTS);
  return seen;
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

static void
test_found (void)
{
  Place place;
  Seen seen;

  place_init (&place);
  place_start (&place, RESULTS, "");
  place_await (&place, "pics.csv", RESULTS);
  seen = place_finish (&place);
  g_assert_cmpuint (seen.n_stored, ==, RESULTS);
  g_assert_cmpuint (count_files (place.drop), ==, 0);
  place_clear (&place);
}

/* a disk with room for some of them */
static void
test_full (void)
{
  Place place;
  Seen seen;

  place_init (&place);
  if (mount ("leat-test", place.stored, "tmpfs", 0, "nr_inodes=100") != 0)
    {
      g_test_skip ("may not mount: not root, or in a container");
      place_start (&place, 0, "");
      place_clear (&place);
      return;
    }
  place_start (&place, RESULTS, "");
  place_await (&place, "pics.csv", RESULTS);
  seen = place_finish (&place);
  g_assert_cmpuint (seen.n_stored, >, 50);
  g_assert_cmpuint (seen.n_stored, <, 100);
  g_assert_cmpuint (seen.n_lost, ==, RESULTS - seen.n_stored);
  g_assert_nonnull (strstr (place.daemon->log->str, "No space left on device"));
  g_assert_cmpuint (count_files (place.drop), ==, 0);
  g_assert_cmpint (umount2 (place.stored, MNT_DETACH), ==, 0);
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/pictures/found", test_found);
  if (unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
    g_test_add_func ("/proof/pictures/full", test_full);
  return g_test_run ();
}
