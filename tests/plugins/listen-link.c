/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-link.c - tests who is let in at a port, and who is refused */
#include "listen-hall.h"
#include <sys/resource.h>

static void
test_table (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (listen_link_class.options, listen_link_class.instance_size, &error);
  g_assert_no_error (error);
}

static void
test_judge (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GError) error = NULL;

  hall_init (&hall);
  hall_open (&hall);
  g_assert_true (listen_link_class.judge_device (hall.link, "listen://[::]:1", &error));
  g_assert_false (listen_link_class.judge_device (hall.link, "listen://0.0.0.0", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_clear_error (&error);
  g_assert_false (listen_link_class.judge_device (hall.link, "listen://hall:9000", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==,
                   "\"hall\" is no address of this machine; listen://0.0.0.0:9000 or "
                   "listen://[::]:9000 is right for all of them");
}

static void
test_wrong_allow (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GError) error = NULL;

  hall_init (&hall);
  hall_set (&hall, "allow", "10.0.0.0/24;hall");
  g_assert_false (leat_link_instance_init (hall.link, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
}

/* each client is a link of its own, that outlives what others do */
static void
test_clients (void)
{
  g_auto (Hall) hall = { 0 };
  g_autofree char *text = NULL;
  GSocket *clients[3];
  LeatLink *links[3];

  hall_init (&hall);
  hall_open (&hall);
  for (guint i = 0; i < 3; i++)
    {
      clients[i] = hall_connect (&hall);
      await_readable (listen_link_class.get_fd (hall.link));
      links[i] = hall_accept (&hall);
    }
  g_assert_null (hall_accept (&hall));
  client_say (clients[2], "c");
  client_say (clients[0], "a");
  check_read (links[0], "a");
  check_read (links[2], "c");
  g_clear_object (&clients[0]);
  text = link_read (links[0]);
  g_assert_true (g_str_has_prefix (text, "port "));
  g_assert_true (g_str_has_suffix (text, ": closed by the other end"));
  client_say (clients[1], "b");
  check_read (links[1], "b");
  for (guint i = 0; i < 3; i++)
    {
      link_done (links[i]);
      g_clear_object (&clients[i]);
    }
  g_assert_cmpstr (hall.told->str, ==, "");
}

/* who is one too many hears of it by the end, and is let in when there is room */
static void
test_max_clients (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GSocket) first = NULL, second = NULL, third = NULL;
  g_autofree char *expected = NULL;
  LeatLink *link;
  char byte;

  hall_init (&hall);
  hall_set (&hall, "max-clients", "1");
  hall_open (&hall);
  first = hall_connect (&hall);
  await_readable (listen_link_class.get_fd (hall.link));
  link = hall_accept (&hall);
  second = hall_connect (&hall);
  await_readable (listen_link_class.get_fd (hall.link));
  g_assert_null (hall_accept (&hall));
  expected = g_strdup_printf (
      "refused: %s: 127.0.0.1 is refused: 1 clients are connected (max-clients=)\n", hall.device);
  g_assert_cmpstr (hall.told->str, ==, expected);
  g_assert_cmpint (g_socket_receive (second, &byte, 1, NULL, NULL), <=, 0);
  link_done (link);
  third = hall_connect (&hall);
  await_readable (listen_link_class.get_fd (hall.link));
  link_done (hall_accept (&hall));
}

static void
test_allow (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GSocket) client = NULL;
  g_autofree char *expected = NULL;

  hall_init (&hall);
  hall_set (&hall, "allow", "10.0.0.0/8");
  hall_open (&hall);
  client = hall_connect (&hall);
  await_readable (listen_link_class.get_fd (hall.link));
  g_assert_null (hall_accept (&hall));
  expected = g_strdup_printf ("refused: %s: 127.0.0.1 is refused: allow= does not name it\n",
                              hall.device);
  g_assert_cmpstr (hall.told->str, ==, expected);
}

/* another number holds for who comes next; who is there stays */
static void
test_max_clients_changed (void)
{
  g_auto (Hall) hall = { 0 };
  GSocket *clients[3];
  LeatLink *links[3];

  hall_init (&hall);
  hall_set (&hall, "max-clients", "1");
  hall_open (&hall);
  for (guint i = 0; i < 3; i++)
    {
      if (i == 1)
        hall_change (&hall, "max-clients", "2");
      clients[i] = hall_connect (&hall);
      await_readable (listen_link_class.get_fd (hall.link));
      links[i] = hall_accept (&hall);
    }
  g_assert_null (links[2]);
  hall_change (&hall, "max-clients", "1");
  for (guint i = 0; i < 3; i++)
    {
      if (links[i] != NULL)
        client_say (clients[i], "a");
      if (links[i] != NULL)
        check_read (links[i], "a");
      g_clear_object (&clients[i]);
      g_clear_pointer (&links[i], link_done);
    }
}

/* likewise; a list that is wrong changes nothing, one that is left out lets everybody in */
static void
test_allow_changed (void)
{
  static const struct {
    const char *allow;
    gboolean is_let_in;
  } steps[] = {
    { "127.0.0.0/8", TRUE }, { "10.0.0.0/8", FALSE }, { "hall", FALSE }, { NULL, TRUE },
  };
  g_auto (Hall) hall = { 0 };
  g_autoptr (GSocket) first = NULL;
  LeatLink *stays;

  hall_init (&hall);
  hall_open (&hall);
  first = hall_connect (&hall);
  await_readable (listen_link_class.get_fd (hall.link));
  stays = hall_accept (&hall);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GSocket) client = NULL;
      LeatLink *link;

      hall_change (&hall, "allow", steps[i].allow);
      client = hall_connect (&hall);
      await_readable (listen_link_class.get_fd (hall.link));
      link = hall_accept (&hall);
      g_assert_cmpint (link != NULL, ==, steps[i].is_let_in);
      g_clear_pointer (&link, link_done);
    }
  g_assert_nonnull (strstr (hall.told->str, "options: allow: \"hall\" is neither"));
  client_say (first, "a");
  check_read (stays, "a");
  link_done (stays);
}

/* who waits is refused, so that the port does not wake the host for ever */
static void
test_no_descriptor (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GSocket) first = NULL, second = NULL;
  struct rlimit before, none;
  LeatLink *link;
  int next;

  hall_init (&hall);
  hall_open (&hall);
  first = hall_connect (&hall);
  await_readable (listen_link_class.get_fd (hall.link));
  getrlimit (RLIMIT_NOFILE, &before);
  next = dup (STDERR_FILENO); /* all below it are in use */
  close (next);
  none = (struct rlimit) { (rlim_t) next, before.rlim_max };
  setrlimit (RLIMIT_NOFILE, &none);
  link = hall_accept (&hall);
  setrlimit (RLIMIT_NOFILE, &before);
  g_assert_null (link);
  g_assert_nonnull (strstr (hall.told->str, "LimitNOFILE="));
  second = hall_connect (&hall);
  await_readable (listen_link_class.get_fd (hall.link));
  link_done (hall_accept (&hall));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listen/link/table", test_table);
  g_test_add_func ("/listen/link/judge", test_judge);
  g_test_add_func ("/listen/link/wrong-allow", test_wrong_allow);
  g_test_add_func ("/listen/link/clients", test_clients);
  g_test_add_func ("/listen/link/max-clients", test_max_clients);
  g_test_add_func ("/listen/link/allow", test_allow);
  g_test_add_func ("/listen/link/max-clients/changed", test_max_clients_changed);
  g_test_add_func ("/listen/link/allow/changed", test_allow_changed);
  g_test_add_func ("/listen/link/no-descriptor", test_no_descriptor);
  return g_test_run ();
}
