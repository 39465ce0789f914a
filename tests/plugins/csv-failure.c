/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* csv-failure.c - tests what is said of each failure, and what the worker makes of it */
#include "csv-failure.h"
#include <errno.h>

typedef struct {
  const char *name;
  int number;
  GQuark (*domain) (void);
  int code;
  const char *message;
} FailureCase;

static const FailureCase cases[] = {
  { "no-room", ENOSPC, leat_error_quark, LEAT_ERROR_FULL,
    "/data/a.csv: no room on the disk; make room, or move path= to another disk" },
  { "quota", EDQUOT, leat_error_quark, LEAT_ERROR_FULL,
    "/data/a.csv: the quota is used up; raise it, or move path= to another disk" },
  { "too-large", EFBIG, leat_error_quark, LEAT_ERROR_FULL,
    "/data/a.csv: larger than the file system allows; set rotate-size=" },
  { "denied", EACCES, leat_error_quark, LEAT_ERROR_HELD,
    "/data/a.csv: permission denied; let the daemon's user write there, or change path=" },
  { "read-only", EROFS, leat_error_quark, LEAT_ERROR_HELD,
    "/data/a.csv: the file system is read-only; mount it for writing, or change path=" },
  { "broken-disk", EIO, leat_error_quark, LEAT_ERROR_DISCONNECTED,
    "/data/a.csv: the disk fails; the kernel's log says more; move path= to another disk" },
  { "not-there", ENOENT, leat_error_quark, LEAT_ERROR_HELD,
    "/data/a.csv: is not there and cannot be made, as behind a link that leads nowhere; change "
    "path=" },
  { "circle", ELOOP, leat_error_quark, LEAT_ERROR_HELD,
    "/data/a.csv: a link of its path leads in a circle; remove it, or change path=" },
  { "other", EINVAL, g_io_error_quark, G_IO_ERROR_INVALID_ARGUMENT,
    "/data/a.csv: Invalid argument" },
};

static void
test_fail (gconstpointer data)
{
  const FailureCase *test = data;
  g_autoptr (GError) error = NULL;

  g_assert_false (csv_fail (&error, "/data/a.csv", test->number));
  g_assert_error (error, test->domain (), test->code);
  g_assert_cmpstr (error->message, ==, test->message);
}

/* what stops amid the writing is not held: the files are opened anew */
static void
test_amid (gconstpointer data)
{
  const FailureCase *test = data;
  const int code = test->code == LEAT_ERROR_HELD ? LEAT_ERROR_DISCONNECTED : test->code;
  g_autoptr (GError) cause = NULL, error = NULL;

  csv_fail (&cause, "/data/a.csv", test->number);
  g_assert_false (csv_fail_amid (&error, g_steal_pointer (&cause)));
  g_assert_error (error, test->domain (), code);
  g_assert_cmpstr (error->message, ==, test->message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv-failure/", cases[i].name, NULL);
      g_autofree char *amid = g_strconcat ("/csv-failure/amid/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_fail);
      g_test_add_data_func (amid, &cases[i], test_amid);
    }
  return g_test_run ();
}
