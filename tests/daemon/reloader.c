/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reloader.c - tests that the key file is read anew, and who is told */
#include "leatd-reloader.h"
#include "managers.h"
#include "reloads.h"

#define ALL TEST_LINE TEST_FRAMER TEST_FILE

typedef struct {
  TestReload *reload;
  GSocket *manager;
  LeatdReloader *reloader;
  guint n_renewed;
  guint n_answers;
  guint n_changed; /* of the last answer */
  char *fault;     /* the first of the last answer; NULL: it was done */
} Fixture;

static void
on_renewed (LeatdConfig *config, gpointer user_data)
{
  Fixture *self = user_data;

  self->n_renewed++;
  leatd_config_unref (self->reload->pipeline->config);
  self->reload->pipeline->config = leatd_config_ref (config);
}

static void
on_answer (const GPtrArray *changes, const LeatFaults *faults, gpointer user_data)
{
  Fixture *self = user_data;

  self->n_answers++;
  self->n_changed = 0;
  g_free (self->fault);
  self->fault = faults != NULL ? g_strdup (leat_faults_get (faults, 0)->text) : NULL;
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    self->n_changed += ((const LeatdReloadChange *) changes->pdata[i])->what ==
                       LEATD_RELOAD_CHANGED;
}

static void
fixture_write (Fixture *self, const char *text)
{
  g_autofree char *expanded = test_pipeline_expand (self->reload->pipeline, text);

  test_pipeline_write (self->reload->pipeline, "leat.conf", expanded, -1);
}

static void
fixture_init (Fixture *self)
{
  g_autofree char *path = NULL;
  g_autofree char *socket = NULL;

  *self = (Fixture) { .reload = test_reload_new (ALL) };
  path = g_build_filename (self->reload->pipeline->directory, "leat.conf", NULL);
  socket = g_build_filename (self->reload->pipeline->directory, "notify", NULL);
  self->manager = manager_listen_at (socket, G_UNIX_SOCKET_ADDRESS_PATH);
  g_assert_true (g_setenv ("NOTIFY_SOCKET", socket, TRUE));
  self->reloader = leatd_reloader_new (&(LeatdReloaderSetup) {
      .path = path,
      .config = self->reload->pipeline->config,
      .pipeline = self->reload->pipeline->pipeline,
      .renewed = on_renewed,
      .user_data = self,
  });
}

static void
fixture_clear (Fixture *self)
{
  if (!self->reload->pipeline->stopped)
    test_pipeline_stop (self->reload->pipeline);
  leatd_reloader_free (self->reloader);
  g_object_unref (self->manager);
  g_unsetenv ("NOTIFY_SOCKET");
  test_reload_free (self->reload);
  g_free (self->fault);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
fixture_await (Fixture *self, const guint *count, guint n)
{
  while (*count < n)
    g_main_context_iteration (NULL, TRUE);
}

/* the service manager hears that it begins, with the time, and that it is over */
static void
assert_manager_heard (Fixture *self)
{
  char text[256];
  g_autoptr (GError) error = NULL;
  const gssize length = g_socket_receive (self->manager, text, sizeof text - 1, NULL, &error);

  g_assert_no_error (error);
  text[length] = '\0';
  g_assert_true (g_str_has_prefix (text, "RELOADING=1\nMONOTONIC_USEC="));
  manager_assert_told (self->manager, "READY=1\nSTATUS=1 source, 1 sink");
}

static void
test_reloaded (void)
{
  g_auto (Fixture) fixture;

  fixture_init (&fixture);
  fixture_write (&fixture, ALL "queue-records=300\n");
  leatd_reloader_reload (fixture.reloader, 0, on_answer, &fixture);
  fixture_await (&fixture, &fixture.n_answers, 1);
  g_assert_cmpstr (fixture.fault, ==, NULL);
  g_assert_cmpuint (fixture.n_changed, ==, 1);
  g_assert_cmpuint (fixture.n_renewed, ==, 1);
  assert_manager_heard (&fixture);
}

/* nothing is changed, and the next one goes well */
static void
test_faults (void)
{
  static const struct {
    const char *text;
    const char *fault;
  } faults[] = {
    { ALL "frob=1\n", "is not known here*" },
    { "rejects-size=7M\n" ALL, "cannot change while leatd runs; restart it" },
  };
  g_auto (Fixture) fixture;

  fixture_init (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      fixture_write (&fixture, faults[i].text);
      leatd_reloader_reload (fixture.reloader, 0, on_answer, &fixture);
      g_assert_cmpuint (fixture.n_answers, ==, i + 1);
      g_assert_true (g_pattern_match_simple (faults[i].fault, fixture.fault));
      assert_manager_heard (&fixture);
    }
  g_assert_cmpuint (fixture.n_renewed, ==, 0);
  fixture_write (&fixture, ALL "queue-records=300\n");
  leatd_reloader_reload (fixture.reloader, 0, on_answer, &fixture);
  fixture_await (&fixture, &fixture.n_answers, 3);
  g_assert_cmpstr (fixture.fault, ==, NULL);
}

/* one that asks amid another is refused; a signal amid it is heard behind it */
static void
test_one_at_a_time (void)
{
  g_auto (Fixture) fixture;

  fixture_init (&fixture);
  fixture_write (&fixture, ALL "queue-records=300\n");
  leatd_reloader_reload (fixture.reloader, 0, on_answer, &fixture);
  leatd_reloader_reload (fixture.reloader, 0, on_answer, &fixture);
  g_assert_cmpuint (fixture.n_answers, ==, 1);
  g_assert_true (g_str_has_prefix (fixture.fault, "is being read already"));
  leatd_reloader_signal (fixture.reloader);
  leatd_reloader_signal (fixture.reloader);
  fixture_await (&fixture, &fixture.n_renewed, 2);
  g_assert_cmpuint (fixture.n_answers, ==, 2);
  g_assert_cmpstr (fixture.fault, ==, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reloader/reloaded", test_reloaded);
  g_test_add_func ("/reloader/faults", test_faults);
  g_test_add_func ("/reloader/one-at-a-time", test_one_at_a_time);
  return g_test_run ();
}
