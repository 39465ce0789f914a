/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* socket-source.c - tests the sources: they open their link, and send what they are told to */
#include "leat-host.h"
#include "tcp-link.h"

/* a host with a link, or without */
typedef struct {
  LeatSourceHost host;
  LeatLink *link;
  gsize sent;
} Host;

static const LeatPlugin *
get_plugin (void)
{
  const LeatPlugin *leat_plugin_get (void);

  return leat_plugin_get ();
}

static LeatLink *
host_open_link (LeatSource *source, GCancellable *cancellable, GError **error)
{
  Host *self = source->host;

  if (self->link == NULL)
    g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "refused");
  return self->link;
}

static gboolean
host_write (LeatSource *source, GBytes *bytes, GError **error)
{
  ((Host *) source->host)->sent += g_bytes_get_size (bytes);
  return TRUE;
}

static void
test_plugin (void)
{
  g_autoptr (GError) error = NULL;

  leat_plugin_check (get_plugin (), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (get_plugin ()->sources[0]->name, ==, "tcp");
}

static void
test_start (void)
{
  g_autoptr (GError) error = NULL;
  LeatLink link = { 0 };
  Host host = { .host = { .open_link = host_open_link }, .link = &link };
  LeatSource *source = leat_source_instance_new (get_plugin ()->sources[0]);

  source->host = &host;
  g_assert_true (source->klass->start (source, NULL, &error));
  host.link = NULL;
  g_assert_false (source->klass->start (source, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  leat_source_instance_free (source);
}

static char *answered;

static void
take_answer (LeatCommand *command, GVariant *answer, GError *error)
{
  g_free (answered);
  answered = error != NULL ? g_strdup (error->message) : g_variant_print (answer, FALSE);
  g_clear_error (&error);
  g_clear_pointer (&answer, g_variant_unref);
}

static void
test_command (void)
{
  g_autoptr (GVariant) text = g_variant_ref_sink (g_variant_new_string ("%T\r"));
  Host host = { .host = { .write = host_write } };
  LeatSource *source = leat_source_instance_new (get_plugin ()->sources[0]);
  LeatCommand send = { (char *) "send", text, take_answer };
  LeatCommand other = { (char *) "break", NULL, take_answer };

  source->host = &host;
  source->klass->command (source, &send);
  g_assert_cmpstr (answered, ==, "3");
  g_assert_cmpuint (host.sent, ==, 3);
  source->klass->command (source, &other);
  g_assert_cmpstr (answered, ==, "no command \"break\"; a tcp source knows send");
  g_clear_pointer (&answered, g_free);
  leat_source_instance_free (source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/socket/source/plugin", test_plugin);
  g_test_add_func ("/socket/source/start", test_start);
  g_test_add_func ("/socket/source/command", test_command);
  return g_test_run ();
}
