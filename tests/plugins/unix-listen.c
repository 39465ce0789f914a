/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-listen.c - tests which programs of this machine are let in, and where it listens */
#include "unix-listen.h"
#include <fcntl.h>
#include "unix-pair.h"

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (unix_listen_class.options, unix_listen_class.instance_size, &error);
  g_assert_no_error (error);
}

static LeatLink *
let_in (UnixPair *pair, char **peer)
{
  await_readable (unix_listen_class.get_fd (pair->link));
  return unix_listen_class.accept (pair->link, peer, NULL);
}

/* its records say whose program it was */
static void
test_client (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) client = NULL;
  g_autofree char *peer = NULL, *text = NULL;
  g_autofree char *expected = g_strdup_printf ("uid %u", (guint) getuid ());
  LeatLink *link;

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  unix_pair_open (&pair);
  client = unix_pair_connect (&pair);
  link = let_in (&pair, &peer);
  g_assert_cmpstr (peer, ==, expected);
  unix_pair_say (client, "1.730\r", 6);
  check_read (link, "1.730\r");
  g_clear_object (&client);
  text = link_read (link);
  g_assert_true (g_str_has_prefix (text, "process "));
  g_assert_true (g_str_has_suffix (text, ": closed by the other end"));
  link->klass->close (link);
  leat_link_instance_free (link);
}

static void
test_refused (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) client = NULL;
  g_autofree char *peer = NULL;
  g_autofree char *other = g_strdup_printf ("%u", (guint) getuid () + 1);

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  unix_pair_set (&pair, "allow-users", other);
  unix_pair_open (&pair);
  client = unix_pair_connect (&pair);
  g_assert_null (let_in (&pair, &peer));
  g_assert_nonnull (strstr (pair.told->str, "is refused: allow-users= does not name it"));
}

/* while it lives: who is there stays; a user who is not there changes nothing */
static void
test_users_changed (void)
{
  static const struct {
    const char *users;
    gboolean is_let_in;
  } steps[] = { { "4294967294", FALSE }, { "nobody-at-all", FALSE }, { "OWN", TRUE } };
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) first = NULL;
  g_autofree char *own = g_strdup_printf ("%u", (guint) getuid ());
  g_autofree char *who = NULL;
  LeatLink *stays;

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  unix_pair_open (&pair);
  first = unix_pair_connect (&pair);
  stays = let_in (&pair, &who);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GSocket) client = NULL;
      g_autofree char *peer = NULL;
      LeatLink *link;

      unix_pair_set (&pair, "allow-users",
                     g_str_equal (steps[i].users, "OWN") ? own : steps[i].users);
      unix_listen_class.changed (pair.link, "allow-users");
      client = unix_pair_connect (&pair);
      link = let_in (&pair, &peer);
      g_assert_cmpint (link != NULL, ==, steps[i].is_let_in);
      if (link == NULL)
        continue;
      link->klass->close (link);
      leat_link_instance_free (link);
    }
  g_assert_nonnull (strstr (pair.told->str, "options: allow-users: there is no user"));
  unix_pair_say (first, "a", 1);
  check_read (stays, "a");
  stays->klass->close (stays);
  leat_link_instance_free (stays);
}

static void
test_rights (void)
{
  g_auto (UnixPair) pair = { 0 };
  GStatBuf file;

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  unix_pair_set (&pair, "socket-mode", "0640");
  unix_pair_open (&pair);
  g_assert_cmpint (g_stat (pair.path, &file), ==, 0);
  g_assert_cmpint (file.st_mode & 0777, ==, 0640);
}

/* what a leatd that was killed has left behind is in nobody's way; who is alive is not touched, nor
 * a file that is no socket */
static void
test_stale (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) client = NULL;

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  g_object_unref (unix_pair_listen (&pair, G_SOCKET_TYPE_STREAM));
  unix_pair_open (&pair);
  client = unix_pair_connect (&pair);
  await_readable (unix_listen_class.get_fd (pair.link));
  g_assert_cmpstr (pair.told->str, ==, "");
}

static void
test_live (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) listener = NULL, client = NULL;
  g_autofree char *text = NULL;

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  listener = unix_pair_listen (&pair, G_SOCKET_TYPE_STREAM);
  text = unix_pair_fail (&pair);
  g_assert_cmpstr (text, ==, ": another program, or another source, listens there already");
  client = unix_pair_connect (&pair);
}

static void
test_foreign_file (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autofree char *text = NULL;

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  g_assert_true (g_file_set_contents (pair.path, "x", 1, NULL));
  text = unix_pair_fail (&pair);
  g_assert_true (g_file_test (pair.path, G_FILE_TEST_IS_REGULAR));
}

static void
test_no_folder (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autofree char *text = NULL;

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  g_remove (pair.folder);
  text = unix_pair_fail (&pair);
  g_assert_cmpstr (text, ==,
                   ": its folder is not there; RuntimeDirectory= in the unit makes one in /run");
}

/* a descriptor that was kept goes on, where it is what is wanted */
static void
test_adopt (void)
{
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GSocket) listener = NULL, client = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  g_assert_true (leat_link_instance_init (pair.link, NULL));
  listener = unix_pair_listen (&pair, G_SOCKET_TYPE_STREAM);
  fd = fcntl (g_socket_get_fd (listener), F_DUPFD_CLOEXEC, 0);
  g_assert_false (unix_listen_class.adopt (pair.link, "unix-listen:///other", fd, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (unix_listen_class.adopt (pair.link, pair.device, fd, NULL));
  client = unix_pair_connect (&pair);
}

typedef struct {
  const char *key;
  const char *value;
  const char *message;
} FaultCase;

static const FaultCase fault_cases[] = {
  { "socket-mode", "rw",
    "socket-mode: \"rw\" is none; 0660 is right: who owns it and its group" },
  { "socket-mode", "1777",
    "socket-mode: \"1777\" is none; 0660 is right: who owns it and its group" },
  { "socket-group", "no-such-group", "socket-group: there is no group \"no-such-group\" here" },
  { "allow-users", "0;no-such-user", "allow-users: there is no user \"no-such-user\" here" },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  g_auto (UnixPair) pair = { 0 };
  g_autoptr (GError) error = NULL;

  unix_pair_init (&pair, &unix_listen_class, "unix-listen");
  unix_pair_set (&pair, test->key, test->value);
  g_assert_false (leat_link_instance_init (pair.link, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, test->message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unix/listen/table", test_table);
  g_test_add_func ("/unix/listen/client", test_client);
  g_test_add_func ("/unix/listen/refused", test_refused);
  g_test_add_func ("/unix/listen/users-changed", test_users_changed);
  g_test_add_func ("/unix/listen/rights", test_rights);
  g_test_add_func ("/unix/listen/stale", test_stale);
  g_test_add_func ("/unix/listen/live", test_live);
  g_test_add_func ("/unix/listen/foreign-file", test_foreign_file);
  g_test_add_func ("/unix/listen/no-folder", test_no_folder);
  g_test_add_func ("/unix/listen/adopt", test_adopt);
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/unix/listen/fault/%u", i);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  return g_test_run ();
}
