/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kept.c - tests which descriptors a leatd takes from the service manager, and which it gives */
#include "worker/leatd-kept.h"
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* "FDSTORE=1 camera0 +;": what the manager was told, + with a descriptor */
static GString *told;

static void
on_tell (const char *state, int fd)
{
  g_auto (GStrv) lines = g_strsplit (state, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_true (g_str_has_prefix (lines[1], "FDNAME="));
  g_string_append_printf (told, "%s %s%s;", lines[0], lines[1] + strlen ("FDNAME="),
                          fd >= 0 ? " +" : "");
}

/* as sd_listen_fds(3) has it, from 3 on: one that is no file, and then @pending */
static void
begin (const char *pid, const char *n_fds, const char *names, const char *pending, gsize length)
{
  g_autofree char *own = g_strdup_printf ("%d", (int) getpid ());
  const int null = open ("/dev/null", O_RDWR);
  const int memory = memfd_create ("pending", 0);

  told = g_string_new (NULL);
  g_assert_cmpint (write (memory, pending, length), ==, (gssize) length);
  g_assert_cmpint (dup2 (null, 53), ==, 53);
  g_assert_cmpint (dup2 (memory, 54), ==, 54);
  g_assert_cmpint (dup2 (53, 3), ==, 3);
  g_assert_cmpint (dup2 (54, 4), ==, 4);
  g_setenv ("LISTEN_PID", pid != NULL ? pid : own, TRUE);
  g_setenv ("LISTEN_FDS", n_fds, TRUE);
  g_setenv ("LISTEN_FDNAMES", names, TRUE);
  leatd_kept_begin (on_tell, TRUE);
  g_assert_null (g_getenv ("LISTEN_PID"));
  g_assert_null (g_getenv ("LISTEN_FDS"));
  g_assert_null (g_getenv ("LISTEN_FDNAMES"));
}

typedef struct {
  const char *path;
  const char *pid; /* NULL: our own */
  const char *n_fds;
  const char *names;
  gboolean taken; /* camera0 is */
  gboolean pending;
} Given;

static const Given cases[] = {
  { "/kept/given/both", NULL, "2", "camera0:camera0", TRUE, TRUE },
  { "/kept/given/one", NULL, "1", "camera0", TRUE, FALSE },
  { "/kept/given/names-end", NULL, "2", "camera0", TRUE, FALSE },
  { "/kept/given/other-names", NULL, "2", "a:b", FALSE, FALSE },
  { "/kept/given/other-process", "1", "2", "camera0:camera0", FALSE, FALSE },
  { "/kept/given/no-process", "x", "2", "camera0:camera0", FALSE, FALSE },
  { "/kept/given/none", NULL, "0", "camera0:camera0", FALSE, FALSE },
  { "/kept/given/no-number", NULL, "2x", "camera0:camera0", FALSE, FALSE },
  { "/kept/given/below-none", NULL, "-2", "camera0:camera0", FALSE, FALSE },
  { "/kept/given/too-many", NULL, "99999999999999999999", "camera0", FALSE, FALSE },
};

/* a moment, and three bytes */
static gsize
write_pending (char *data)
{
  const LeatMoment moment = { 7, 8 };

  memcpy (data, &moment, sizeof moment);
  memcpy (data + sizeof moment, "123", 3);
  return sizeof moment + 3;
}

/* in a process of its own, whose descriptors are known */
static void
test_given (gconstpointer user_data)
{
  const Given *the = user_data;
  g_autoptr (GBytes) pending = NULL;
  LeatMoment moment = { 0 };
  char data[64];
  int fd;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  begin (the->pid, the->n_fds, the->names, data, write_pending (data));
  fd = leatd_kept_take ("camera0", &pending, &moment);
  g_assert_cmpint (fd, ==, the->taken ? 3 : -1);
  if (the->taken)
    g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  g_assert_cmpint (pending != NULL, ==, the->pending);
  if (the->pending)
    {
      g_assert_cmpuint (g_bytes_get_size (pending), ==, 3);
      g_assert_cmpint (memcmp (g_bytes_get_data (pending, NULL), "123", 3), ==, 0);
      g_assert_cmpint (moment.time, ==, 7);
      g_assert_cmpint (moment.monotonic, ==, 8);
    }
  g_clear_pointer (&pending, g_bytes_unref);
  g_assert_cmpint (leatd_kept_take ("camera0", &pending, &moment), ==, -1); /* once */
  g_assert_null (pending);
  leatd_kept_end ();
}

/* a file that is none of ours */
static void
test_foreign_file (void)
{
  g_autoptr (GBytes) pending = NULL;
  LeatMoment moment = { 0 };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  begin (NULL, "2", "camera0:camera0", "short", 5);
  g_assert_cmpint (leatd_kept_take ("camera0", &pending, &moment), ==, 3);
  g_assert_null (pending);
  leatd_kept_end ();
}

/* those of no source are closed, and gone from the store; the others are taken later */
static void
test_others (void)
{
  static const char *const names[] = { "camera0", NULL };
  g_autoptr (GBytes) pending = NULL;
  LeatMoment moment = { 0 };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  begin (NULL, "2", "camera0:scale", "short", 5);
  leatd_kept_drop_others (names);
  g_assert_cmpstr (told->str, ==, "FDSTOREREMOVE=1 scale;");
  g_assert_cmpint (fcntl (4, F_GETFD), ==, -1);
  g_assert_cmpint (leatd_kept_take ("camera0", &pending, &moment), ==, 3);
  leatd_kept_end ();
}

/* the manager has one of a name, and what waits for its rest beside it */
static void
test_put (void)
{
  g_autoptr (GBytes) pending = g_bytes_new_static ("12", 2);

  told = g_string_new (NULL);
  leatd_kept_begin (on_tell, TRUE);
  leatd_kept_put ("camera0", STDERR_FILENO);
  g_assert_cmpstr (told->str, ==, "FDSTOREREMOVE=1 camera0;FDSTORE=1 camera0 +;");
  g_string_truncate (told, 0);
  g_assert_false (leatd_kept_is_left ());
  leatd_kept_leave ();
  g_assert_true (leatd_kept_is_left ());
  g_assert_true (leatd_kept_put_pending ("camera0", pending, leat_clock_now ()));
  g_assert_cmpstr (told->str, ==, "FDSTORE=1 camera0 +;");
  g_string_truncate (told, 0);
  leatd_kept_drop ("camera0");
  g_assert_cmpstr (told->str, ==, "FDSTOREREMOVE=1 camera0;");
  leatd_kept_end ();
  g_string_free (told, TRUE);
}

/* nobody asked for it: the manager hears nothing */
static void
test_not_wanted (void)
{
  told = g_string_new (NULL);
  leatd_kept_begin (on_tell, FALSE);
  leatd_kept_put ("camera0", STDERR_FILENO);
  leatd_kept_drop ("camera0");
  leatd_kept_leave ();
  g_assert_false (leatd_kept_is_left ());
  g_assert_cmpstr (told->str, ==, "");
  leatd_kept_end ();
  g_string_free (told, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_given);
  g_test_add_func ("/kept/foreign-file", test_foreign_file);
  g_test_add_func ("/kept/others", test_others);
  g_test_add_func ("/kept/put", test_put);
  g_test_add_func ("/kept/not-wanted", test_not_wanted);
  return g_test_run ();
}
