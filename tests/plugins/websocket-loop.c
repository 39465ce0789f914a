/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* websocket-loop.c - tests that an inner main context is served, and not while it is held */
#include "websocket-loop.h"
#include <glib-unix.h>
#include <fcntl.h>
#include <unistd.h>

typedef struct {
  GMainContext *inner;
  WebsocketLoop *loop;
  guint n_called;
} Nest;

static void
nest_init (Nest *self)
{
  self->inner = g_main_context_new ();
  self->loop = websocket_loop_new (self->inner);
  self->n_called = 0;
}

static void
nest_clear (Nest *self)
{
  websocket_loop_free (self->loop);
  g_main_context_unref (self->inner);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Nest, nest_clear)

/* in the inner context, which is the thread's meanwhile */
static gboolean
on_source (gpointer user_data)
{
  Nest *self = user_data;

  g_assert_true (g_main_context_get_thread_default () == self->inner);
  self->n_called++;
  return G_SOURCE_CONTINUE;
}

static gboolean
on_readable (int fd, GIOCondition condition, gpointer user_data)
{
  char byte;

  g_assert_cmpint (read (fd, &byte, 1), ==, 1);
  return on_source (user_data);
}

static void
attach (Nest *self, GSource *source, GSourceFunc callback)
{
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, self->inner);
  g_source_unref (source);
}

static void
test_timer (void)
{
  g_auto (Nest) nest = { 0 };

  nest_init (&nest);
  attach (&nest, g_timeout_source_new (1), on_source);
  while (nest.n_called < 3)
    g_main_context_iteration (NULL, TRUE);
}

/* polled by the outer one, also where it comes later; and at rest it rests */
static void
test_descriptor (void)
{
  g_auto (Nest) nest = { 0 };
  int pipes[2];

  nest_init (&nest);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (g_unix_open_pipe (pipes, FD_CLOEXEC, NULL));
  attach (&nest, g_unix_fd_source_new (pipes[0], G_IO_IN), G_SOURCE_FUNC (on_readable));
  for (guint i = 1; i < 4; i++)
    {
      g_assert_cmpint (write (pipes[1], "x", 1), ==, 1);
      while (nest.n_called < i)
        g_main_context_iteration (NULL, TRUE);
    }
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (nest.n_called, ==, 3);
  close (pipes[0]);
  close (pipes[1]);
}

static void
test_held (void)
{
  g_auto (Nest) nest = { 0 };

  nest_init (&nest);
  attach (&nest, g_idle_source_new (), on_source);
  websocket_loop_set_held (nest.loop, TRUE);
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (nest.n_called, ==, 0);
  websocket_loop_set_held (nest.loop, FALSE);
  while (nest.n_called == 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/websocket/loop/timer", test_timer);
  g_test_add_func ("/websocket/loop/descriptor", test_descriptor);
  g_test_add_func ("/websocket/loop/held", test_held);
  return g_test_run ();
}
