/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* wait.c - tests that a thread wakes for its descriptor, its deadline and who cancels it */
#include "leat-wait.h"
#include <glib-unix.h>
#include <unistd.h>

#define SOON (20 * 1000)
#define NEVER -1

typedef struct {
  int fds[2];
} Pipe;

static void
pipe_open (Pipe *self, gconstpointer data)
{
  g_assert_true (g_unix_open_pipe (self->fds, FD_CLOEXEC, NULL));
}

static void
pipe_close (Pipe *self, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    if (self->fds[i] >= 0)
      close (self->fds[i]);
}

static void
test_ready (Pipe *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_wait (self->fds[1], G_IO_OUT, NEVER, NULL, &error));
  g_assert_true (leat_wait (self->fds[1], G_IO_IN | G_IO_OUT, NEVER, cancellable, &error));
  g_assert_cmpint (write (self->fds[1], "x", 1), ==, 1);
  g_assert_true (leat_wait (self->fds[0], G_IO_IN, NEVER, cancellable, &error));
  g_assert_true (leat_wait (self->fds[0], G_IO_IN, 0, cancellable, &error));
  g_assert_no_error (error);
}

/* its end is for the one who reads it */
static void
test_ended (Pipe *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  close (self->fds[1]);
  self->fds[1] = -1;
  g_assert_true (leat_wait (self->fds[0], G_IO_IN, NEVER, NULL, &error));
  g_assert_no_error (error);
}

static void
test_late (Pipe *self, gconstpointer data)
{
  const gint64 deadline = g_get_monotonic_time () + SOON;
  g_autoptr (GError) error = NULL;

  g_assert_false (leat_wait (self->fds[0], G_IO_IN, deadline, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time (), >=, deadline);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* before it waits, or amid it */
static void
test_cancelled (Pipe *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel, cancellable);
  g_autoptr (GError) error = NULL;

  g_assert_false (leat_wait (self->fds[0], G_IO_IN, NEVER, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_clear_error (&error);
  g_assert_false (leat_wait (self->fds[1], G_IO_OUT, NEVER, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/wait/ready", Pipe, NULL, pipe_open, test_ready, pipe_close);
  g_test_add ("/wait/ended", Pipe, NULL, pipe_open, test_ended, pipe_close);
  g_test_add ("/wait/late", Pipe, NULL, pipe_open, test_late, pipe_close);
  g_test_add ("/wait/cancelled", Pipe, NULL, pipe_open, test_cancelled, pipe_close);
  return g_test_run ();
}
