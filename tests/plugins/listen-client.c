/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listen-client.c - tests that silent clients are sent away, and no others */
#include "listen-hall.h"

static gboolean
is_readable (int fd)
{
  struct pollfd poller = { .fd = fd, .events = POLLIN };

  return poll (&poller, 1, 0) == 1;
}

static LeatLink *
let_in (Hall *hall, GSocket **client)
{
  *client = hall_connect (hall);
  await_readable (listen_link_class.get_fd (hall->link));
  return hall_accept (hall);
}

/* the link tells, and the client sees the end */
static void
test_silent (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GSocket) client = NULL;
  g_autofree char *text = NULL;
  LeatLink *link;
  char byte;

  hall_init (&hall);
  hall_set (&hall, "idle-timeout", "20ms");
  hall_open (&hall);
  link = let_in (&hall, &client);
  while (!is_readable (link->klass->get_fd (link)))
    g_main_context_iteration (NULL, TRUE);
  text = link_read (link);
  g_assert_true (g_str_has_suffix (text, ": silent for 20 ms: sent away (idle-timeout=)"));
  g_assert_cmpint (g_socket_receive (client, &byte, 1, NULL, NULL), ==, 0);
  link_done (link);
}

/* bytes that wait were sent: who does not read them is the host, for its queues are full */
static void
test_held (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GSocket) client = NULL, other = NULL;
  LeatLink *link, *silent;

  hall_init (&hall);
  hall_set (&hall, "idle-timeout", "20ms");
  hall_open (&hall);
  link = let_in (&hall, &client);
  client_say (client, "1.730\r");
  await_readable (link->klass->get_fd (link));
  silent = let_in (&hall, &other);
  while (!is_readable (silent->klass->get_fd (silent))) /* the timer has looked at both */
    g_main_context_iteration (NULL, TRUE);
  check_read (link, "1.730\r");
  link_done (silent);
  link_done (link);
}

/* nothing wakes the thread where nobody can be too silent */
static void
test_no_timeout (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GSocket) client = NULL;
  LeatLink *link;

  hall_init (&hall);
  hall_open (&hall);
  link = let_in (&hall, &client);
  g_assert_false (g_main_context_pending (NULL));
  link_done (link);
}

/* who was there before is counted from now on, and nobody any more when there is none */
static void
test_timeout_changed (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GSocket) client = NULL, other = NULL;
  LeatLink *link, *stays;

  hall_init (&hall);
  hall_open (&hall);
  link = let_in (&hall, &client);
  hall_change (&hall, "idle-timeout", "20ms");
  while (!is_readable (link->klass->get_fd (link)))
    g_main_context_iteration (NULL, TRUE);
  link_done (link);
  stays = let_in (&hall, &other);
  hall_change (&hall, "idle-timeout", "none");
  g_assert_false (g_main_context_pending (NULL));
  client_say (other, "a");
  check_read (stays, "a");
  link_done (stays);
}

/* a shorter one holds for who is there */
static void
test_timeout_shorter (void)
{
  g_auto (Hall) hall = { 0 };
  g_autoptr (GSocket) client = NULL;
  g_autofree char *text = NULL;
  LeatLink *link;

  hall_init (&hall);
  hall_set (&hall, "idle-timeout", "1h");
  hall_open (&hall);
  link = let_in (&hall, &client);
  hall_change (&hall, "idle-timeout", "20ms");
  while (!is_readable (link->klass->get_fd (link)))
    g_main_context_iteration (NULL, TRUE);
  text = link_read (link);
  g_assert_true (g_str_has_suffix (text, ": silent for 20 ms: sent away (idle-timeout=)"));
  link_done (link);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listen/client/silent", test_silent);
  g_test_add_func ("/listen/client/held", test_held);
  g_test_add_func ("/listen/client/no-timeout", test_no_timeout);
  g_test_add_func ("/listen/client/timeout/changed", test_timeout_changed);
  g_test_add_func ("/listen/client/timeout/shorter", test_timeout_shorter);
  return g_test_run ();
}
