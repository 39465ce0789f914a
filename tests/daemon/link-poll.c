/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link-poll.c - tests what a link is polled for, where it has one descriptor, and two */
#include "link/leatd-link-poll.h"
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  LeatLink link;
  int input;
  int output;
} TwoLink;

typedef struct {
  GSource source;
  LeatdLinkPoll *poll;
} PollSource;

/* as dispatch() sees it: it is forgotten behind that */
static GIOCondition seen;

static int
get_input_fd (LeatLink *link)
{
  return ((TwoLink *) link)->input;
}

static int
get_output_fd (LeatLink *link)
{
  return ((TwoLink *) link)->output;
}

static const LeatLinkClass one_class = {
  .struct_size = sizeof (LeatLinkClass),
  .get_fd = get_input_fd,
};

static const LeatLinkClass two_class = {
  .struct_size = sizeof (LeatLinkClass),
  .get_fd = get_input_fd,
  .get_output_fd = get_output_fd,
};

static gboolean
on_ready (GSource *source, GSourceFunc callback, gpointer user_data)
{
  seen = leatd_link_poll_ready (((PollSource *) source)->poll);
  return G_SOURCE_CONTINUE;
}

static gboolean
is_ready (GSource *source)
{
  return leatd_link_poll_ready (((PollSource *) source)->poll) != 0;
}

static void
poll_begin (LeatdLinkPoll *self)
{
  static GSourceFuncs functions = { .check = is_ready, .dispatch = on_ready };
  GSource *source = g_source_new (&functions, sizeof (PollSource));

  ((PollSource *) source)->poll = self;
  leatd_link_poll_begin (self, source);
  g_source_attach (source, NULL);
}

static GIOCondition
poll_once (void)
{
  seen = 0;
  g_main_context_iteration (NULL, FALSE);
  return seen;
}

/* what is not wanted is not told, not even a hangup */
static void
test_one (void)
{
  LeatdLinkPoll poll = { 0 };
  TwoLink link = { .link = { .klass = &one_class }, .output = -1 };
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
  link.input = ends[0];
  poll_begin (&poll);
  leatd_link_poll_want (&poll, &link.link, TRUE, FALSE);
  g_assert_cmpint (poll_once (), ==, 0);
  leatd_link_poll_want (&poll, &link.link, TRUE, TRUE);
  g_assert_cmpint (poll_once (), ==, G_IO_OUT);
  g_assert_cmpint (write (ends[1], "x", 1), ==, 1);
  leatd_link_poll_want (&poll, &link.link, TRUE, FALSE);
  g_assert_cmpint (poll_once (), ==, G_IO_IN);
  leatd_link_poll_want (&poll, &link.link, FALSE, FALSE);
  close (ends[1]);
  g_assert_cmpint (poll_once (), ==, 0);
  leatd_link_poll_want (&poll, &link.link, TRUE, FALSE);
  g_assert_cmpint (poll_once () & G_IO_HUP, ==, G_IO_HUP);
  leatd_link_poll_end (&poll);
  g_assert_null (poll.source);
  close (ends[0]);
}

/* a full pipe is not ready to be written to, and who has gone is told by it */
static void
test_two (void)
{
  LeatdLinkPoll poll = { 0 };
  TwoLink link = { .link = { .klass = &two_class } };
  g_autofree char *much = g_strnfill (1 << 20, 'x');
  int in[2], out[2];

  g_assert_cmpint (pipe2 (in, O_NONBLOCK), ==, 0);
  g_assert_cmpint (pipe2 (out, O_NONBLOCK), ==, 0);
  link.input = in[0];
  link.output = out[1];
  poll_begin (&poll);
  leatd_link_poll_want (&poll, &link.link, TRUE, TRUE);
  g_assert_cmpint (poll_once (), ==, G_IO_OUT);
  g_assert_cmpint (write (out[1], much, 1 << 20), >, 0);
  g_assert_cmpint (poll_once (), ==, 0);
  g_assert_cmpint (write (in[1], "x", 1), ==, 1);
  g_assert_cmpint (poll_once (), ==, G_IO_IN);
  leatd_link_poll_want (&poll, &link.link, FALSE, TRUE);
  g_assert_cmpint (poll_once (), ==, 0);
  close (out[0]);
  g_assert_cmpint (poll_once (), ==, G_IO_OUT);
  leatd_link_poll_end (&poll);
  close (in[0]);
  close (in[1]);
  close (out[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-poll/one-descriptor", test_one);
  g_test_add_func ("/link-poll/two-descriptors", test_two);
  return g_test_run ();
}
