/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kept-link.c - tests that a link goes on with the descriptor that was kept, or is opened */
#include "link/leatd-kept-link.h"
#include "worker/leatd-kept.h"
#include <fcntl.h>
#include <unistd.h>

typedef struct {
  LeatLink link;
  int fd; /* -1: not open */
  gboolean takes;
  guint n_opens;
} FakeLink;

static gboolean
fake_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  FakeLink *self = (FakeLink *) link;

  self->n_opens++;
  self->fd = open (device, O_RDWR | O_CLOEXEC);
  return TRUE;
}

static int
fake_get_fd (LeatLink *link)
{
  return ((FakeLink *) link)->fd;
}

static gboolean
fake_adopt (LeatLink *link, const char *device, int fd, GError **error)
{
  FakeLink *self = (FakeLink *) link;

  if (self->takes)
    self->fd = fd;
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: is another one", device);
  return self->takes;
}

static const LeatLinkClass fake_class = {
  .struct_size = sizeof (LeatLinkClass),
  .open = fake_open,
  .get_fd = fake_get_fd,
  .adopt = fake_adopt,
};

static const LeatLinkClass plain_class = {
  .struct_size = sizeof (LeatLinkClass),
  .open = fake_open,
  .get_fd = fake_get_fd,
};

static GString *told;

static void
on_tell (const char *state, int fd)
{
  g_string_append_printf (told, "%.*s%s;", (int) (strchr (state, '=') - state), state,
                          fd >= 0 ? " +" : "");
}

typedef struct {
  const char *path;
  const LeatLinkClass *klass;
  gboolean takes;
  const char *name; /* that a descriptor was kept for */
  gboolean opened;
  const char *told;
} Case;

static const Case cases[] = {
  { "/kept-link/none", &fake_class, TRUE, "other", TRUE, "FDSTOREREMOVE;FDSTORE +;" },
  { "/kept-link/kept", &fake_class, TRUE, "camera0", FALSE, "FDSTOREREMOVE;FDSTORE +;" },
  { "/kept-link/refused", &fake_class, FALSE, "camera0", TRUE,
    "FDSTOREREMOVE;FDSTOREREMOVE;FDSTORE +;" },
  { "/kept-link/class-cannot", &plain_class, FALSE, "camera0", TRUE, "FDSTOREREMOVE;" },
  { "/kept-link/class-has-none", &plain_class, FALSE, "other", TRUE, "" },
};

/* in a process of its own, whose descriptors are known */
static void
test_case (gconstpointer user_data)
{
  const Case *the = user_data;
  g_autofree char *own = NULL;
  LeatdSourceConfig config = { .name = (char *) "camera0",
                               .settings = { .device = (char *) "/dev/null" } };
  FakeLink link = { { the->klass, NULL }, -1, the->takes, 0 };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  own = g_strdup_printf ("%d", (int) getpid ());
  told = g_string_new (NULL);
  g_assert_cmpint (dup2 (open ("/dev/null", O_RDWR), 3), ==, 3);
  g_setenv ("LISTEN_PID", own, TRUE);
  g_setenv ("LISTEN_FDS", "1", TRUE);
  g_setenv ("LISTEN_FDNAMES", the->name, TRUE);
  leatd_kept_begin (on_tell, TRUE);
  g_assert_true (leatd_link_open (&link.link, &config, NULL, NULL, NULL));
  g_assert_cmpint (link.fd, >=, 0);
  g_assert_cmpuint (link.n_opens, ==, the->opened ? 1 : 0);
  if (!the->opened)
    g_assert_cmpint (link.fd, ==, 3);
  g_assert_cmpstr (told->str, ==, the->told);
  leatd_kept_end ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  return g_test_run ();
}
