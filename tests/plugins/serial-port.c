/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-port.c - tests opening a port, and the message of each way not to get one */
#include "../../plugins/serial/serial-port.h"
#include "serial-pty.h"
#include <glib/gstdio.h>
#include <grp.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>

/* a name that stands for a folder of the test's own */
static char *folder;

static int open_error;
static int ioctl_error;
static gboolean taken_alone;
static gboolean flushed;

static int
fake_open (const char *path, int flags)
{
  g_assert_cmphex (flags, ==, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  errno = open_error;
  return -1;
}

/* TIOCEXCL works on a pseudo-terminal too, but here it is only seen */
static int
fake_ioctl (int fd, unsigned long request, gpointer argument)
{
  if (request == TIOCEXCL || request == TIOCNXCL)
    {
      taken_alone = request == TIOCEXCL;
      return 0;
    }
  if (request == TCFLSH)
    flushed = argument == GINT_TO_POINTER (TCOFLUSH);
  errno = ioctl_error;
  return ioctl_error != 0 ? -1 : serial_operations_system.ioctl (fd, request, argument);
}

static gboolean
fake_is_pseudo (int fd)
{
  return FALSE;
}

typedef struct {
  const char *name;
  const char *path;            /* FOLDER and USER are replaced */
  int         open_error;      /* of open(2); 0: the real one is called */
  int         ioctl_error;     /* of TCGETS2; 0: the real one is called */
  GQuark    (*domain) (void);
  int         code;
  const char *message;
} ErrorCase;

static const ErrorCase error_cases[] = {
  { "missing", "FOLDER/ttyUSB0", 0, 0, leat_error_quark, LEAT_ERROR_DISCONNECTED,
    "FOLDER/ttyUSB0: no such device; plug the adapter in, "
    "or see in `leat ports` how it is called" },
  { "missing-folder", "FOLDER/file/ttyUSB0", 0, 0, leat_error_quark, LEAT_ERROR_DISCONNECTED,
    "FOLDER/file/ttyUSB0: no such device; plug the adapter in, "
    "or see in `leat ports` how it is called" },
  { "dangling", "FOLDER/dangling", 0, 0, leat_error_quark, LEAT_ERROR_DISCONNECTED,
    "FOLDER/dangling: no such device; plug the adapter in, "
    "or see in `leat ports` how it is called" },
  { "directory", "FOLDER", 0, 0, leat_error_quark, LEAT_ERROR_CONFIG,
    "FOLDER: a directory; name one of the ports in it" },
  { "file", "FOLDER/file", 0, 0, leat_error_quark, LEAT_ERROR_CONFIG,
    "FOLDER/file: not a serial port; see in `leat ports` which ports there are" },
  { "fifo", "FOLDER/fifo", 0, 0, leat_error_quark, LEAT_ERROR_CONFIG,
    "FOLDER/fifo: not a serial port; see in `leat ports` which ports there are" },
  { "no-tty", "/dev/null", 0, 0, leat_error_quark, LEAT_ERROR_CONFIG,
    "/dev/null: not a serial port; see in `leat ports` which ports there are" },
  { "no-hardware", "/dev/null", 0, EIO, leat_error_quark, LEAT_ERROR_DISCONNECTED,
    "/dev/null: no hardware is behind this name; see in `leat ports` which ports there are" },
  { "gone-while-opening", "/dev/null", ENODEV, 0, leat_error_quark, LEAT_ERROR_DISCONNECTED,
    "/dev/null: no hardware is behind this name; see in `leat ports` which ports there are" },
  { "denied", "/dev/null", EACCES, 0, leat_error_quark, LEAT_ERROR_FAILED,
    "/dev/null: permission denied; let the user USER read and write it (ports of Debian belong "
    "to the group dialout)" },
  { "busy", "/dev/null", EBUSY, 0, leat_error_quark, LEAT_ERROR_BUSY,
    "/dev/null: busy: another program has it open; `leat ports` shows which" },
  { "too-many-files", "/dev/null", EMFILE, 0, g_io_error_quark, G_IO_ERROR_TOO_MANY_OPEN_FILES,
    "/dev/null: cannot be opened: Too many open files" },
};

static char *
replace_words (const char *text)
{
  GString *result = g_string_new (text);

  g_string_replace (result, "FOLDER", folder, 0);
  g_string_replace (result, "USER", g_get_user_name (), 0);
  return g_string_free (result, FALSE);
}

static void
test_error (gconstpointer data)
{
  const ErrorCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = replace_words (test->path);
  g_autofree char *message = replace_words (test->message);
  SerialOperations operations = serial_operations_system;

  open_error = test->open_error;
  ioctl_error = test->ioctl_error;
  if (test->open_error != 0)
    operations.open = fake_open;
  operations.ioctl = fake_ioctl;

  g_assert_cmpint (serial_port_open (path, TRUE, &operations, &error), ==, -1);
  g_assert_error (error, test->domain (), test->code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_open (void)
{
  g_autoptr (GError) error = NULL;
  Pty pty;
  char data[8];
  int fd;

  pty_open (&pty);
  /* a machine that speaks before anybody listens: once the slave was open, its bytes wait */
  close (open (pty.name, O_RDWR | O_NOCTTY | O_CLOEXEC));
  fd = serial_port_open (pty.name, TRUE, &serial_operations_system, &error);
  g_assert_no_error (error);
  g_assert_cmphex (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  g_assert_cmphex (fcntl (fd, F_GETFL) & O_NONBLOCK, !=, 0);
  g_assert_cmpint (read (fd, data, sizeof data), ==, -1);
  g_assert_cmpint (errno, ==, EAGAIN);

  serial_port_close (fd, &serial_operations_system);
  g_assert_cmpint (fcntl (fd, F_GETFD), ==, -1);
  pty_close (&pty);
}

/* where the port's group may use it, that is the way in */
static void
test_denied_by_group (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  SerialOperations operations = serial_operations_system;
  struct group *group = getuid () == 0 ? getgrnam ("dialout") : getgrgid (getegid ());
  Pty pty;

  pty_open (&pty);
  g_assert_cmpint (chown (pty.name, (uid_t) -1, group->gr_gid), ==, 0);
  g_assert_cmpint (chmod (pty.name, 0660), ==, 0);
  operations.open = fake_open;
  open_error = EACCES;
  g_assert_cmpint (serial_port_open (pty.name, TRUE, &operations, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  message =
      g_strdup_printf ("%s: permission denied; add the user %s to the group %s, and start again",
                       pty.name, g_get_user_name (), group->gr_name);
  g_assert_cmpstr (error->message, ==, message);
  pty_close (&pty);
}

/* flock(2) knows files, not processes: a second descriptor of ours is refused as another program's
 * is */
static void
test_exclusive (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  Pty pty;
  int fd, other;

  pty_open (&pty);
  fd = serial_port_open (pty.name, TRUE, &serial_operations_system, &error);
  g_assert_no_error (error);

  g_assert_cmpint (serial_port_open (pty.name, TRUE, &serial_operations_system, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  message =
      g_strdup_printf ("%s: busy: another source has it open; give each source a port of its own",
                       pty.name);
  g_assert_cmpstr (error->message, ==, message);
  g_clear_error (&error);

  other = serial_port_open (pty.name, FALSE, &serial_operations_system, &error);
  g_assert_no_error (error);
  serial_port_close (other, &serial_operations_system);
  serial_port_close (fd, &serial_operations_system);

  fd = serial_port_open (pty.name, TRUE, &serial_operations_system, &error);
  g_assert_no_error (error);
  serial_port_close (fd, &serial_operations_system);
  pty_close (&pty);
}

/* the lock of another process is named by process and program */
static void
test_busy_names_holder (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) holder = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  g_autofree char *message = NULL;
  Pty pty;

  pty_open (&pty);
  holder = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE, &error,
                             "flock", "--no-fork", pty.name, "sh", "-c",
                             "echo locked; read nothing", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (holder));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_cmpstr (line, ==, "locked");

  g_assert_cmpint (serial_port_open (pty.name, TRUE, &serial_operations_system, &error), ==, -1);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_BUSY);
  message =
      g_strdup_printf ("%s: busy: sh (process %s) has it open; end that, or take another port",
                       pty.name, g_subprocess_get_identifier (holder));
  g_assert_cmpstr (error->message, ==, message);

  g_output_stream_close (g_subprocess_get_stdin_pipe (holder), NULL, NULL);
  g_subprocess_wait (holder, NULL, NULL);
  pty_close (&pty);
}

/* on a wire TIOCEXCL is set too, and taken back; on a pseudo-terminal it would outlive a killed
 * process */
static void
test_kernel_lock (void)
{
  g_autoptr (GError) error = NULL;
  SerialOperations operations = serial_operations_system;
  Pty pty;
  int fd;

  pty_open (&pty);
  ioctl_error = 0;
  operations.ioctl = fake_ioctl;
  taken_alone = FALSE;
  fd = serial_port_open (pty.name, TRUE, &operations, &error);
  g_assert_no_error (error);
  g_assert_false (taken_alone);
  serial_port_close (fd, &operations);

  operations.is_pseudo = fake_is_pseudo;
  fd = serial_port_open (pty.name, TRUE, &operations, &error);
  g_assert_no_error (error);
  g_assert_true (taken_alone);
  flushed = FALSE;
  serial_port_close (fd, &operations);
  g_assert_false (taken_alone);
  g_assert_true (flushed);
  pty_close (&pty);
}

static void
make_folder (void)
{
  g_autofree char *file = NULL;
  g_autofree char *fifo = NULL;
  g_autofree char *dangling = NULL;

  folder = g_dir_make_tmp ("leat-serial-port-XXXXXX", NULL);
  file = g_build_filename (folder, "file", NULL);
  fifo = g_build_filename (folder, "fifo", NULL);
  dangling = g_build_filename (folder, "dangling", NULL);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink ("ttyUSB7", dangling), ==, 0);
}

static void
remove_folder (void)
{
  static const char *const names[] = { "file", "fifo", "dangling" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  for (gsize i = 0; i < G_N_ELEMENTS (error_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/serial/port/%s", error_cases[i].name);

      g_test_add_data_func (path, &error_cases[i], test_error);
    }
  g_test_add_func ("/serial/port/open", test_open);
  g_test_add_func ("/serial/port/denied-by-group", test_denied_by_group);
  g_test_add_func ("/serial/port/exclusive", test_exclusive);
  g_test_add_func ("/serial/port/busy-names-holder", test_busy_names_holder);
  g_test_add_func ("/serial/port/kernel-lock", test_kernel_lock);
  result = g_test_run ();
  remove_folder ();
  return result;
}
