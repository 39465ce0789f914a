/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file-device.c - tests how device= is read, and what is said of what cannot be opened */
#include "file-device.h"
#include "../daemon/scratch.h"
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const struct {
  const char *device;
  const char *path;
  const char *fault; /* NULL: none */
} cases[] = {
  { "file:///var/log/a b", "/var/log/a b", NULL },
  { "file:/var/log/a", "/var/log/a", NULL },
  { "/var/log/a", "/var/log/a", NULL },
  { "-", "-", NULL },
  { "file:-", "-", NULL },
  { "file://-", "-", NULL },
  { "file:log", "log",
    "\"log\" is no whole path; file:///PATH is right, and - for standard input" },
  { "file:", "", "\"\" is no whole path; file:///PATH is right, and - for standard input" },
  { "file:///var/", "/var/", "/var/ is a folder, no file" },
};

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpstr (file_device_get_path (cases[i].device), ==, cases[i].path);
      g_assert_cmpint (file_device_judge (cases[i].device, &error), ==, cases[i].fault == NULL);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].fault);
    }
}

static void
assert_refused (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  FileKind kind;

  g_assert_cmpint (file_device_open (path, FALSE, &kind, &error), ==, -1);
  g_assert_nonnull (error);
  if (strstr (error->message, text) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, text);
}

static void
test_refused (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *none = g_build_filename (folder, "none", NULL);
  g_autofree char *round = g_build_filename (folder, "round", NULL);
  struct sockaddr_un name = { .sun_family = AF_UNIX };
  const int server = socket (AF_UNIX, SOCK_STREAM, 0);

  assert_refused (none, "there is no such file yet");
  assert_refused (folder, "is a folder; name a file in it");
  g_assert_cmpint (symlink (round, round), ==, 0);
  assert_refused (round, "leads to itself");
  g_snprintf (name.sun_path, sizeof name.sun_path, "%s/socket", folder);
  g_assert_cmpint (bind (server, (struct sockaddr *) &name, sizeof name), ==, 0);
  assert_refused (name.sun_path, "is a socket; unix:// connects to it");
  close (server);
}

static void
test_denied (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "secret", NULL);

  g_assert_true (g_file_set_contents (path, "a", -1, NULL));
  g_assert_cmpint (g_chmod (folder, 0711), ==, 0);
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  if (geteuid () == 0 && seteuid (65534) != 0)
    {
      g_test_skip ("cannot be somebody else");
      return;
    }
  assert_refused (path, "permission denied; let the user of leatd read it");
  g_assert_true (geteuid () != 65534 || seteuid (0) == 0);
}

static void
test_kinds (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  FileKind kind;
  int fd = file_device_open (fifo, TRUE, &kind, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (kind, ==, FILE_KIND_FIFO);
  close (fd);
  fd = file_device_open ("/dev/null", FALSE, &kind, NULL);
  g_assert_cmpint (kind, ==, FILE_KIND_STREAM);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-device/judge", test_judge);
  g_test_add_func ("/file-device/refused", test_refused);
  g_test_add_func ("/file-device/denied", test_denied);
  g_test_add_func ("/file-device/kinds", test_kinds);
  return g_test_run ();
}
