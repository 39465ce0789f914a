/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device-watch.c - tells when a device's name appears, by real directories and links */
#include "worker/leatd-device-watch.h"
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>

/* by-id/name below a directory of our own, watched in a context of our own */
typedef struct {
  GMainContext     *context;
  char             *top;
  char             *serial;
  char             *by_id;
  char             *device;
  LeatdDeviceWatch *watch;
  guint             n_appeared;
  gboolean          free_in_callback;
} Place;

static void
on_appeared (gpointer user_data)
{
  Place *place = user_data;

  place->n_appeared++;
  if (place->free_in_callback)
    g_clear_pointer (&place->watch, leatd_device_watch_free);
}

static void
place_make (Place *place, gconstpointer data)
{
  place->context = g_main_context_new ();
  g_main_context_push_thread_default (place->context);
  place->top = g_dir_make_tmp ("leat-watch-XXXXXX", NULL);
  place->serial = g_build_filename (place->top, "serial", NULL);
  place->by_id = g_build_filename (place->serial, "by-id", NULL);
  place->device = g_build_filename (place->by_id, "usb-scale", NULL);
}

static void
place_clear (Place *place, gconstpointer data)
{
  leatd_device_watch_free (place->watch);
  g_main_context_pop_thread_default (place->context);
  g_main_context_unref (place->context);
  g_unlink (place->device);
  g_rmdir (place->by_id);
  g_rmdir (place->serial);
  g_assert_cmpint (g_rmdir (place->top), ==, 0);
  g_free (place->top);
  g_free (place->serial);
  g_free (place->by_id);
  g_free (place->device);
}

static void
make_directories (Place *place)
{
  g_assert_cmpint (g_mkdir (place->serial, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (place->by_id, 0700), ==, 0);
}

static void
begin (Place *place)
{
  place->watch = leatd_device_watch_new (place->device, on_appeared, place);
  g_assert_nonnull (place->watch);
}

static void
make_link (Place *place)
{
  g_assert_cmpint (symlink ("../../ttyUSB0", place->device), ==, 0);
}

/* what is queued is told; nothing more is to come, as the kernel queues it before the call returns
 * */
static void
settle (Place *place)
{
  while (g_main_context_iteration (place->context, FALSE))
    ;
}

static void
assert_appeared (Place *place, guint n)
{
  settle (place);
  g_assert_cmpuint (place->n_appeared, ==, n);
}

static void
test_watch_link (Place *place, gconstpointer data)
{
  make_directories (place);
  begin (place);
  assert_appeared (place, 0);
  make_link (place);
  assert_appeared (place, 1);
  g_unlink (place->device);
  assert_appeared (place, 1);
  make_link (place);
  assert_appeared (place, 2);
}

/* udev makes a link under another name and renames it */
static void
test_watch_rename (Place *place, gconstpointer data)
{
  g_autofree char *other = g_build_filename (place->by_id, ".#usb-scale", NULL);

  make_directories (place);
  begin (place);
  g_assert_cmpint (symlink ("../../ttyUSB0", other), ==, 0);
  assert_appeared (place, 0);
  g_assert_cmpint (g_rename (other, place->device), ==, 0);
  assert_appeared (place, 1);
}

/* the node is there first, and may be opened by our group a moment later */
static void
test_watch_rights (Place *place, gconstpointer data)
{
  make_directories (place);
  begin (place);
  g_assert_cmpint (mknod (place->device, S_IFIFO | 0600, 0), ==, 0);
  assert_appeared (place, 1);
  g_assert_cmpint (g_chmod (place->device, 0660), ==, 0);
  assert_appeared (place, 2);
}

static void
test_watch_others (Place *place, gconstpointer data)
{
  g_autofree char *longer = g_strconcat (place->device, "-2", NULL);
  g_autofree char *shorter = g_build_filename (place->by_id, "usb", NULL);

  make_directories (place);
  begin (place);
  g_assert_true (g_file_set_contents (longer, "", 0, NULL));
  g_assert_true (g_file_set_contents (shorter, "", 0, NULL));
  assert_appeared (place, 0);
  g_unlink (longer);
  g_unlink (shorter);
  assert_appeared (place, 0);
}

/* reads and writes of what is there must not wake us up: other machines talk in this directory */
static void
test_watch_idle (Place *place, gconstpointer data)
{
  g_autofree char *other = g_build_filename (place->by_id, "other", NULL);
  FILE *file;

  make_directories (place);
  g_assert_true (g_file_set_contents (other, "", 0, NULL));
  begin (place);
  settle (place);

  file = g_fopen (other, "r+");
  for (guint i = 0; i < 100; i++)
    {
      g_assert_cmpint (fputs ("x", file), >=, 0);
      g_assert_cmpint (fflush (file), ==, 0);
    }
  fclose (file);
  g_assert_false (g_main_context_pending (place->context));
  g_unlink (other);
  g_assert_false (g_main_context_pending (place->context));
}

/* how often we look in between differs from round to round */
static void
test_watch_last_adapter (Place *place, gconstpointer data)
{
  make_directories (place);
  make_link (place);
  begin (place);
  for (guint round = 1; round <= 5; round++)
    {
      g_unlink (place->device);
      g_assert_cmpint (g_rmdir (place->by_id), ==, 0);
      if (round % 2 == 0)
        settle (place);
      g_assert_cmpint (g_rmdir (place->serial), ==, 0);
      if (round != 3)
        assert_appeared (place, round - 1);

      g_assert_cmpint (g_mkdir (place->serial, 0700), ==, 0);
      if (round % 2 == 1)
        settle (place);
      g_assert_cmpint (g_mkdir (place->by_id, 0700), ==, 0);
      if (round > 3)
        assert_appeared (place, round - 1);
      make_link (place);
      assert_appeared (place, round);
    }
}

static void
test_watch_nothing_yet (Place *place, gconstpointer data)
{
  begin (place);
  make_directories (place);
  assert_appeared (place, 0);
  make_link (place);
  assert_appeared (place, 1);
}

/* all of it is made before we look once */
static void
test_watch_at_once (Place *place, gconstpointer data)
{
  begin (place);
  make_directories (place);
  make_link (place);
  assert_appeared (place, 1);
}

static void
test_watch_moved (Place *place, gconstpointer data)
{
  g_autofree char *aside = g_build_filename (place->serial, "aside", NULL);
  g_autofree char *in_aside = g_build_filename (aside, "usb-scale", NULL);

  make_directories (place);
  begin (place);
  g_assert_cmpint (g_rename (place->by_id, aside), ==, 0);
  settle (place);
  g_assert_cmpint (symlink ("../../ttyUSB0", in_aside), ==, 0);
  assert_appeared (place, 0);
  g_assert_cmpint (g_rename (aside, place->by_id), ==, 0);
  assert_appeared (place, 1);
}

static void
test_watch_file_in_the_way (Place *place, gconstpointer data)
{
  g_assert_true (g_file_set_contents (place->serial, "", 0, NULL));
  begin (place);
  g_unlink (place->serial);
  make_directories (place);
  assert_appeared (place, 0);
  make_link (place);
  assert_appeared (place, 1);
}

static void
test_watch_freed_inside (Place *place, gconstpointer data)
{
  make_directories (place);
  place->free_in_callback = TRUE;
  begin (place);
  make_link (place);
  assert_appeared (place, 1);
  g_assert_null (place->watch);
  g_unlink (place->device);
  make_link (place);
  assert_appeared (place, 1);
}

/* no descriptors left: a watch that says nothing, and no crash */
static void
test_watch_dumb (Place *place, gconstpointer data)
{
  struct rlimit before, none;
  LeatdDeviceWatch *watch;

  make_directories (place);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  none = (struct rlimit) { .rlim_cur = 0, .rlim_max = before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  watch = leatd_device_watch_new (place->device, on_appeared, place);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);

  g_assert_nonnull (watch);
  make_link (place);
  assert_appeared (place, 0);
  leatd_device_watch_free (watch);
}

/* a name without a directory is one of the working directory's */
static void
test_watch_relative (Place *place, gconstpointer data)
{
  g_autofree char *before = g_get_current_dir ();

  make_directories (place);
  g_assert_cmpint (g_chdir (place->by_id), ==, 0);
  place->watch = leatd_device_watch_new ("usb-scale", on_appeared, place);
  g_assert_cmpint (g_chdir (before), ==, 0);
  make_link (place);
  assert_appeared (place, 1);
}

/* more names than one read() takes, and more than the kernel queues */
static void
test_watch_flood (Place *place, gconstpointer data)
{
  g_autofree char *other = g_build_filename (place->by_id, "a-rather-long-name-of-another", NULL);

  make_directories (place);
  begin (place);
  for (guint i = 0; i < 20000; i++)
    {
      g_assert_cmpint (symlink ("x", other), ==, 0);
      g_unlink (other);
    }
  make_link (place);
  settle (place);
  g_assert_cmpuint (place->n_appeared, >=, 1);
}

typedef struct {
  const char   *device;
  GMainLoop    *loop;
  GMutex        mutex;
  GCond         cond;
  gboolean      ready;
  gint64        appeared;   /* when */
} Worker;

static void
worker_on_appeared (gpointer user_data)
{
  Worker *worker = user_data;

  worker->appeared = g_get_monotonic_time ();
  g_main_loop_quit (worker->loop);
}

static gboolean
worker_on_running (gpointer user_data)
{
  Worker *worker = user_data;

  g_mutex_lock (&worker->mutex);
  worker->ready = TRUE;
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
  return G_SOURCE_REMOVE;
}

static gpointer
worker_run (gpointer data)
{
  Worker *worker = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) running = g_idle_source_new ();
  g_autoptr (LeatdDeviceWatch) watch = NULL;

  g_main_context_push_thread_default (context);
  worker->loop = g_main_loop_new (context, FALSE);
  watch = leatd_device_watch_new (worker->device, worker_on_appeared, worker);
  g_source_set_callback (running, worker_on_running, worker, NULL);
  g_source_attach (running, context);
  g_main_loop_run (worker->loop);
  g_clear_pointer (&watch, leatd_device_watch_free);
  g_main_loop_unref (worker->loop);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* from the link to the call, in the thread of a worker: mostly at once, for a thread may be kept
 * waiting by others, but one that looked now and then would mostly come late */
static void
test_watch_latency (Place *place, gconstpointer data)
{
  gint64 times[21];

  make_directories (place);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      Worker worker = { .device = place->device };
      g_autoptr (GThread) thread = NULL;
      gint64 made;

      thread = g_thread_new ("worker", worker_run, &worker);
      g_mutex_lock (&worker.mutex);
      while (!worker.ready)
        g_cond_wait (&worker.cond, &worker.mutex);
      g_mutex_unlock (&worker.mutex);

      made = g_get_monotonic_time ();
      make_link (place);
      g_thread_join (g_steal_pointer (&thread));
      times[i] = worker.appeared - made;
      g_unlink (place->device);
    }
  qsort (times, G_N_ELEMENTS (times), sizeof *times, compare_times);
  g_test_message ("median %" G_GINT64_FORMAT " µs, slowest %" G_GINT64_FORMAT " µs", times[10],
                  times[20]);
  g_assert_cmpint (times[10], <, 100000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/device-watch/" name, Place, NULL, place_make, func, place_clear)
  ADD ("link", test_watch_link);
  ADD ("rename", test_watch_rename);
  ADD ("rights", test_watch_rights);
  ADD ("others", test_watch_others);
  ADD ("idle", test_watch_idle);
  ADD ("last-adapter", test_watch_last_adapter);
  ADD ("nothing-yet", test_watch_nothing_yet);
  ADD ("at-once", test_watch_at_once);
  ADD ("moved", test_watch_moved);
  ADD ("file-in-the-way", test_watch_file_in_the_way);
  ADD ("freed-inside", test_watch_freed_inside);
  ADD ("dumb", test_watch_dumb);
  ADD ("relative", test_watch_relative);
  ADD ("flood", test_watch_flood);
  ADD ("latency", test_watch_latency);
  return g_test_run ();
}
