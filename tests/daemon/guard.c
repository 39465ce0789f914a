/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guard.c - tests who is named when the process crashes: each crash is a real one, in a child */
#include "cpu-time.h"
#include "plugin/leatd-guard.h"
#include "scratch.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static LeatdGuard camera = { .module = "/lib/leat camera.so", .instance = "camera0" };
static LeatdGuard link_of_camera = { .module = "/lib/leat-serial.so", .instance = "camera0" };

/* a sanitizer puts its own end to the process, behind ours */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER 1
#else
#define HAS_SANITIZER 0
#endif

__attribute__ ((noinline, no_sanitize_address, no_sanitize_undefined)) static void
touch_nothing (void)
{
  volatile gsize nowhere = 8;

  *(volatile int *) nowhere = 1;
}

static void
crash_segv (void)
{
  leatd_guard_enter (&camera);
  touch_nothing ();
}

static void
crash_segv_sent (void)
{
  leatd_guard_enter (&camera);
  kill (getpid (), SIGSEGV);
  _exit (0);
}

static void
crash_abort (void)
{
  leatd_guard_enter (&camera);
  abort ();
}

static void
crash_error (void)
{
  leatd_guard_enter (&camera);
  g_error ("a plugin gives up");
}

static void
crash_ill (void)
{
  leatd_guard_enter (&camera);
  __builtin_trap ();
}

static void
crash_exit (void)
{
  leatd_guard_enter (&camera);
  exit (0);
}

static void
crash_exit_outside (void)
{
  leatd_guard_enter (&camera);
  leatd_guard_leave (&camera);
  exit (0);
}

static void
crash_outside (void)
{
  leatd_guard_enter (&camera);
  leatd_guard_leave (&camera);
  touch_nothing ();
}

static void
crash_inner (void)
{
  leatd_guard_enter (&camera);
  leatd_guard_enter (&link_of_camera);
  touch_nothing ();
}

static void
crash_behind_inner (void)
{
  leatd_guard_enter (&camera);
  leatd_guard_enter (&link_of_camera);
  leatd_guard_leave (&link_of_camera);
  touch_nothing ();
}

static void
crash_in_itself (void)
{
  leatd_guard_enter (&camera);
  leatd_guard_enter (&camera);
  leatd_guard_leave (&camera);
  touch_nothing ();
}

static void
crash_behind_itself (void)
{
  leatd_guard_enter (&camera);
  leatd_guard_enter (&camera);
  leatd_guard_leave (&camera);
  leatd_guard_leave (&camera);
  touch_nothing ();
}

static void
crash_in_own_thread (void)
{
  leatd_guard_own (&camera);
  leatd_guard_enter (&link_of_camera);
  leatd_guard_leave (&link_of_camera);
  touch_nothing ();
}

static void
crash_inner_of_own (void)
{
  leatd_guard_own (&camera);
  leatd_guard_enter (&link_of_camera);
  touch_nothing ();
}

static gpointer
thread_crash (gpointer user_data)
{
  crash_segv ();
  return NULL;
}

/* the main thread is in a plugin too, but it is not the one that crashes */
static void
crash_in_thread (void)
{
  leatd_guard_enter (&link_of_camera);
  g_thread_join (g_thread_new ("camera0", thread_crash, NULL));
}

__attribute__ ((noinline)) static int
recurse (volatile int *depth)
{
  volatile char room[4096];

  if (*depth < 0)
    return 0;
  room[0] = (char) *depth;
  *depth += 1;
  return recurse (depth) + room[0];
}

static gpointer
thread_overflow (gpointer user_data)
{
  volatile int depth = 0;

  leatd_guard_enter (&camera);
  return GINT_TO_POINTER (recurse (&depth));
}

static void
crash_overflow (void)
{
  g_thread_join (g_thread_new ("camera0", thread_overflow, NULL));
}

typedef struct {
  const char *name;
  void (*crash) (void);
  int signal;
  const char *instance;
  const char *module;
} Case;

static const Case cases[] = {
  { "segv", crash_segv, SIGSEGV, "camera0", "/lib/leat camera.so" },
  { "segv-sent", crash_segv_sent, SIGSEGV, "camera0", "/lib/leat camera.so" },
  { "abort", crash_abort, SIGABRT, "camera0", "/lib/leat camera.so" },
  { "g-error", crash_error, SIGTRAP, "camera0", "/lib/leat camera.so" },
  { "illegal-instruction", crash_ill, SIGILL, "camera0", "/lib/leat camera.so" },
  { "exit", crash_exit, 0, "camera0", "/lib/leat camera.so" },
  { "outside", crash_outside, SIGSEGV, NULL, NULL },
  { "inner", crash_inner, SIGSEGV, "camera0", "/lib/leat-serial.so" },
  { "behind-inner", crash_behind_inner, SIGSEGV, "camera0", "/lib/leat camera.so" },
  { "in-itself", crash_in_itself, SIGSEGV, "camera0", "/lib/leat camera.so" },
  { "behind-itself", crash_behind_itself, SIGSEGV, NULL, NULL },
  { "own-thread", crash_in_own_thread, SIGSEGV, "camera0", "/lib/leat camera.so" },
  { "inner-of-own", crash_inner_of_own, SIGSEGV, "camera0", "/lib/leat-serial.so" },
  { "thread", crash_in_thread, SIGSEGV, "camera0", "/lib/leat camera.so" },
  { "stack-overflow", crash_overflow, SIGSEGV, "camera0", "/lib/leat camera.so" },
};

/* what the guard wrote of a child that does this */
static GPtrArray *
crash_in_child (void (*crash) (void), int *status)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "crashes", NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *crashes;
  pid_t child = fork ();

  if (child == 0)
    {
      const struct rlimit none = { 0, 0 };

      setrlimit (RLIMIT_CORE, &none);
      if (!leatd_guard_install (path, NULL) || !freopen ("/dev/null", "w", stderr))
        _exit (99);
      crash ();
      _exit (98);
    }
  g_assert_cmpint (waitpid (child, status, 0), ==, child);
  crashes = leatd_guard_read (path, &error);
  g_assert_no_error (error);
  return crashes;
}

static void
test_guard_crash (gconstpointer data)
{
  const Case *test = data;
  int status;
  g_autoptr (GPtrArray) crashes = crash_in_child (test->crash, &status);
  const LeatdCrash *crash;

  g_assert_cmpuint (crashes->len, ==, 1);
  crash = crashes->pdata[0];
  g_assert_cmpint (crash->signal, ==, test->signal);
  g_assert_cmpstr (crash->instance, ==, test->instance);
  g_assert_cmpstr (crash->module, ==, test->module);
  g_assert_cmpint (ABS (crash->time / 1000 - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);

  if (test->signal == 0)
    g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  else if (!HAS_SANITIZER)
    g_assert_cmpint (WTERMSIG (status), ==, test->signal);
  else
    g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) < 98);
}

static void
test_guard_orderly (void)
{
  int status;
  g_autoptr (GPtrArray) crashes = crash_in_child (crash_exit_outside, &status);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpuint (crashes->len, ==, 0);
}

static gpointer
thread_look (gpointer user_data)
{
  return GSIZE_TO_POINTER (leatd_guard_inside (user_data));
}

static void
test_guard_inside (void)
{
  LeatdGuard guard = { .module = "m", .instance = "i" };
  gint64 inside;

  g_assert_cmpint (leatd_guard_inside (&guard), ==, 0);
  leatd_guard_enter (&guard);
  inside = (gint64) GPOINTER_TO_SIZE (g_thread_join (g_thread_new ("look", thread_look, &guard)));
  g_assert_cmpint (inside, >, 0);
  g_assert_cmpint (inside, <, 60 * G_USEC_PER_SEC);
  leatd_guard_leave (&guard);
  g_assert_cmpint (leatd_guard_inside (&guard), ==, 0);
}

/* whoever says how far it is has the whole time before it again */
static void
test_guard_renewed (void)
{
  LeatdGuard guard = { .module = "m", .instance = "i" };
  gint64 before = 0, behind = 0;

  leatd_guard_renew (&guard);
  g_assert_cmpint (leatd_guard_inside (&guard), ==, 0);
  leatd_guard_enter (&guard);
  do
    {
      g_usleep (20000);
      before = leatd_guard_inside (&guard);
      leatd_guard_renew (&guard);
      behind = leatd_guard_inside (&guard);
    }
  while (behind >= before); /* another thread had the core for longer in between */
  leatd_guard_leave (&guard);
}

/* the bound is far above the some ns that it takes: it would not hold with a system call in it */
static void
test_guard_cost (void)
{
  const guint rounds = 1000 * 1000;
  LeatdGuard guard = { .module = "m", .instance = "i" };
  gint64 before = test_cpu_time ();
  double cost;

  for (guint i = 0; i < rounds; i++)
    {
      leatd_guard_enter (&guard);
      leatd_guard_leave (&guard);
    }
  cost = (double) (test_cpu_time () - before) / rounds;
  g_test_minimized_result (cost, "enter and leave: %.1f ns", cost);
  g_assert_cmpfloat (cost, <, 400);
}

static void
test_guard_read (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "crashes", NULL);
  g_autoptr (GPtrArray) none = leatd_guard_read (path, NULL);
  g_autoptr (GPtrArray) crashes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  g_file_set_contents (path, "5000000000 11 - -\n7 6 camera0 /a b c.so\n\n7 6 camera0 \n7 6 cam",
                       -1, NULL);
  crashes = leatd_guard_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (crashes->len, ==, 2);
  g_assert_null (((LeatdCrash *) crashes->pdata[0])->module);
  g_assert_null (((LeatdCrash *) crashes->pdata[0])->instance);
  g_assert_cmpint (((LeatdCrash *) crashes->pdata[0])->time, ==, 5000000000);
  g_assert_cmpstr (((LeatdCrash *) crashes->pdata[1])->module, ==, "/a b c.so");
  g_assert_cmpint (((LeatdCrash *) crashes->pdata[1])->signal, ==, 6);

  g_assert_null (leatd_guard_read (folder, &error));
  g_assert_nonnull (error);
}

static void
test_guard_install (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "none", "crashes", NULL);
  g_autofree char *expected = g_strdup_printf ("%s: No such file or directory", path);
  g_autoptr (GError) error = NULL;

  g_assert_false (leatd_guard_install (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_guard_signal_name (void)
{
  g_autofree char *segv = leatd_signal_name (SIGSEGV);
  g_autofree char *odd = leatd_signal_name (64);

  g_assert_cmpstr (segv, ==, "signal 11 SIGSEGV");
  g_assert_cmpstr (odd, ==, "signal 64");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/guard/crash/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_guard_crash);
    }
  g_test_add_func ("/guard/orderly", test_guard_orderly);
  g_test_add_func ("/guard/inside", test_guard_inside);
  g_test_add_func ("/guard/renewed", test_guard_renewed);
  g_test_add_func ("/guard/cost", test_guard_cost);
  g_test_add_func ("/guard/read", test_guard_read);
  g_test_add_func ("/guard/install", test_guard_install);
  g_test_add_func ("/guard/signal-name", test_guard_signal_name);
  return g_test_run ();
}
