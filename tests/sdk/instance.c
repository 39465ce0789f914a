/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* instance.c - tests the life of an instance: presets, init(), clear() */
#include "leat-host.h"

typedef struct {
  LeatFramer parent;
  char *text;
  gint64 count;
  gboolean refuse;
  char *made; /* by init() */
} SampleFramer;

static guint n_inits, n_clears;

static gboolean
sample_framer_init (LeatFramer *framer, GError **error)
{
  SampleFramer *self = (SampleFramer *) framer;

  n_inits++;
  if (self->refuse)
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "refuse is set");
      return FALSE;
    }
  self->made = g_strdup (self->text);
  return TRUE;
}

static void
sample_framer_clear (LeatFramer *framer)
{
  n_clears++;
  g_free (((SampleFramer *) framer)->made);
}

static const LeatOption options[] = {
  LEAT_OPTION_STRING (SampleFramer, text, .key = "text", .preset = "a\\sb", .summary = "A text."),
  LEAT_OPTION_INT (SampleFramer, count, .key = "count", .summary = "A count."),
  LEAT_OPTION_BOOL (SampleFramer, refuse, .key = "refuse", .summary = "Refuse."), LEAT_OPTION_END
};

static const LeatFramerClass sample_framer_class = {
  .struct_size = sizeof (LeatFramerClass),
  .instance_size = sizeof (SampleFramer),
  .name = "sample",
  .options = options,
  .init = sample_framer_init,
  .clear = sample_framer_clear,
};

static void
test_life (void)
{
  LeatFramer *framer = leat_framer_instance_new (&sample_framer_class);
  SampleFramer *self = (SampleFramer *) framer;
  g_autoptr (GError) error = NULL;

  n_inits = n_clears = 0;
  g_assert_true (framer->klass == &sample_framer_class);
  g_assert_null (framer->host);
  g_assert_cmpstr (self->text, ==, "a b");
  g_assert_cmpint (self->count, ==, 0);
  g_assert_null (self->made);
  g_assert_true (leat_framer_instance_init (framer, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (self->made, ==, "a b");
  leat_framer_free (framer);
  g_assert_cmpuint (n_inits, ==, 1);
  g_assert_cmpuint (n_clears, ==, 1);
}

/* clear() follows every init(), also one that failed; never one that was not called */
static void
test_refused (void)
{
  LeatFramer *framer = leat_framer_instance_new (&sample_framer_class);
  g_autoptr (GError) error = NULL;

  n_inits = n_clears = 0;
  ((SampleFramer *) framer)->refuse = TRUE;
  g_assert_false (leat_framer_instance_init (framer, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  leat_framer_free (framer);
  g_assert_cmpuint (n_clears, ==, 1);

  leat_framer_free (leat_framer_instance_new (&sample_framer_class));
  g_assert_cmpuint (n_inits, ==, 1);
  g_assert_cmpuint (n_clears, ==, 1);
  leat_framer_free (NULL);
}

/* a class that says nothing but its size, in each kind */
static void
test_bare_classes (void)
{
  static const LeatSourceClass source_class = { .struct_size = sizeof (LeatSourceClass),
                                                .instance_size = sizeof (LeatSource) };
  static const LeatLinkClass link_class = { .struct_size = sizeof (LeatLinkClass),
                                            .instance_size = sizeof (LeatLink) };
  static const LeatSinkClass sink_class = { .struct_size = sizeof (LeatSinkClass),
                                            .instance_size = sizeof (LeatSink) };
  LeatSource *source = leat_source_instance_new (&source_class);
  LeatLink *link = leat_link_instance_new (&link_class);
  LeatSink *sink = leat_sink_instance_new (&sink_class);

  g_assert_true (leat_source_instance_init (source, NULL));
  g_assert_true (leat_link_instance_init (link, NULL));
  g_assert_true (leat_sink_instance_init (sink, NULL));
  g_assert_true (source->klass == &source_class);
  g_assert_true (link->klass == &link_class);
  g_assert_true (sink->klass == &sink_class);
  leat_source_instance_free (source);
  leat_link_instance_free (link);
  leat_sink_instance_free (sink);
}

/* what a plugin puts into its struct may need the alignment that malloc() gives */
static void
test_alignment (void)
{
  g_autoptr (GPtrArray)
      framers = g_ptr_array_new_with_free_func ((GDestroyNotify) leat_framer_free);

  for (guint i = 0; i < 32; i++)
    {
      g_ptr_array_add (framers, leat_framer_instance_new (&sample_framer_class));
      g_assert_cmpuint (GPOINTER_TO_SIZE (framers->pdata[i]) % 16, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instance/life", test_life);
  g_test_add_func ("/instance/refused", test_refused);
  g_test_add_func ("/instance/bare-classes", test_bare_classes);
  g_test_add_func ("/instance/alignment", test_alignment);
  return g_test_run ();
}
