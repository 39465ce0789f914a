/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* classes.c - tests which classes can stand beside each other, and which keys are the host's */
#include "plugin/leatd-classes.h"
#include "config/leatd-settings.h"

typedef struct {
  LeatSource parent;
  gint64 number;
} Source;

static const LeatOption number_options[] = {
  LEAT_OPTION_INT (Source, number, .key = "number", .summary = "A number."), LEAT_OPTION_END
};
static const LeatOption from_options[] = {
  LEAT_OPTION_INT (Source, number, .key = "from", .summary = "A number."), LEAT_OPTION_END
};

/* only what the classes are judged by here */
static const LeatSourceClass plain_source = { .name = "tcp" };
static const LeatSourceClass number_source = { .name = "number",
                                               .schemes = "tcp udp",
                                               .options = number_options };
static const LeatSourceClass other_source = { .name = "other",
                                              .schemes = "unix",
                                              .options = number_options };
static const LeatSourceClass from_source = { .name = "from", .options = from_options };
static const LeatLinkClass number_link = { .schemes = "udp multicast", .options = number_options };
static const LeatFramerClass framer = { .name = "tcp", .options = from_options };
static const LeatSinkClass sink = { .name = "tcp", .options = number_options };
static const LeatSinkClass from_sink = { .name = "from", .options = from_options };

#define LIST(Class, klass) ((const Class *const[]) { klass, NULL })

typedef struct {
  LeatPlugin plugin;
  LeatdModule module;
} Module;

static void
module_init (Module *self, const char *path)
{
  self->module.path = (char *) path;
  self->module.plugin = &self->plugin;
}

/* one name for a source, a framer, a sink and a scheme */
static void
test_classes_kinds (void)
{
  Module all = { .plugin = { .sources = LIST (LeatSourceClass, &plain_source),
                             .links = LIST (LeatLinkClass, &number_link),
                             .framers = LIST (LeatFramerClass, &framer),
                             .sinks = LIST (LeatSinkClass, &sink) } };
  g_autoptr (LeatdClasses) classes = leatd_classes_new ();
  g_autoptr (GError) error = NULL;
  const LeatdModule *module = NULL;

  module_init (&all, "/a.so");
  g_assert_true (leatd_classes_add (classes, &all.module, &error));
  g_assert_no_error (error);
  g_assert_true (leatd_classes_find (classes, LEATD_KIND_SOURCE, "tcp", &module) == &plain_source);
  g_assert_true (module == &all.module);
  g_assert_true (leatd_classes_find (classes, LEATD_KIND_FRAMER, "tcp", NULL) == &framer);
  g_assert_true (leatd_classes_find (classes, LEATD_KIND_SINK, "tcp", NULL) == &sink);
  g_assert_true (leatd_classes_find (classes, LEATD_KIND_LINK, "udp", NULL) == &number_link);
  g_assert_true (leatd_classes_find (classes, LEATD_KIND_LINK, "multicast", NULL) == &number_link);
  g_assert_null (leatd_classes_find (classes, LEATD_KIND_LINK, "udp multicast", NULL));
  g_assert_null (leatd_classes_find (classes, LEATD_KIND_LINK, "", NULL));
}

/* one clash, and nothing of the module is there: not the class that does not clash either */
static void
test_classes_all_or_none (void)
{
  const LeatSourceClass *const sources[] = { &plain_source, &number_source, NULL };
  Module first = { .plugin = { .links = LIST (LeatLinkClass, &number_link) } };
  Module second = { .plugin = { .sources = sources } };
  g_autoptr (LeatdClasses) classes = leatd_classes_new ();
  g_autoptr (GError) error = NULL;

  module_init (&first, "/first.so");
  module_init (&second, "/second.so");
  g_assert_true (leatd_classes_add (classes, &first.module, NULL));
  g_assert_false (leatd_classes_add (classes, &second.module, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN);
  g_assert_cmpstr (error->message, ==,
                   "its source number and the link udp of /first.so both have an option number, "
                   "and they share a group; one must be renamed");
  g_assert_null (leatd_classes_find (classes, LEATD_KIND_SOURCE, "tcp", NULL));
  g_assert_nonnull (leatd_classes_find (classes, LEATD_KIND_LINK, "udp", NULL));
}

/* the link comes later, and a source that cannot have it does not mind */
static void
test_classes_link_later (void)
{
  Module other = { .plugin = { .sources = LIST (LeatSourceClass, &other_source) } };
  Module number = { .plugin = { .sources = LIST (LeatSourceClass, &number_source) } };
  Module link = { .plugin = { .links = LIST (LeatLinkClass, &number_link) } };
  g_autoptr (LeatdClasses) classes = leatd_classes_new ();
  g_autoptr (LeatdClasses) clashing = leatd_classes_new ();
  g_autoptr (GError) error = NULL;

  module_init (&other, "/other.so");
  module_init (&number, "/number.so");
  module_init (&link, "/link.so");
  g_assert_true (leatd_classes_add (classes, &other.module, NULL));
  g_assert_true (leatd_classes_add (classes, &link.module, NULL));
  g_assert_true (leatd_classes_add (clashing, &number.module, NULL));
  g_assert_false (leatd_classes_add (clashing, &link.module, &error));
  g_assert_cmpstr (error->message, ==,
                   "its link udp and the source number of /number.so both have an option number, "
                   "and they share a group; one must be renamed");
}

static void
test_classes_reserved (void)
{
  Module source = { .plugin = { .sources = LIST (LeatSourceClass, &from_source) } };
  Module framers = { .plugin = { .framers = LIST (LeatFramerClass, &framer) } };
  Module sinks = { .plugin = { .sinks = LIST (LeatSinkClass, &from_sink) } };
  g_autoptr (LeatdClasses) classes = leatd_classes_new ();
  g_autoptr (GError) source_error = NULL;
  g_autoptr (GError) sink_error = NULL;

  module_init (&source, "/source.so");
  module_init (&framers, "/framers.so");
  module_init (&sinks, "/sinks.so");
  g_assert_false (leatd_classes_add (classes, &source.module, &source_error));
  g_assert_cmpstr (
      source_error->message, ==,
      "its source from has an option from, which is the host's own key; it must be renamed");
  g_assert_false (leatd_classes_add (classes, &sinks.module, &sink_error));
  g_assert_cmpstr (
      sink_error->message, ==,
      "its sink from has an option from, which is the host's own key; it must be renamed");
  g_assert_true (leatd_classes_add (classes, &framers.module, NULL));
  g_assert_true (g_strv_contains (leatd_reserved_keys (LEATD_KIND_LINK), "device"));
  g_assert_true (g_strv_contains (leatd_reserved_keys (LEATD_KIND_FRAMER), "type"));
}

static void
assert_all_reserved (const LeatOption *table, LeatdKind kind)
{
  for (; table->type != LEAT_OPTION_TYPE_NONE; table++)
    if (!g_strv_contains (leatd_reserved_keys (kind), table->key))
      g_error ("%s is a key of the host, and leatd_reserved_keys() has it not", table->key);
}

/* what the configuration takes from a group and what plugins are refused for are the same keys */
static void
test_classes_reserved_all (void)
{
  assert_all_reserved (leatd_source_options, LEATD_KIND_SOURCE);
  assert_all_reserved (leatd_sink_options, LEATD_KIND_SINK);
  assert_all_reserved (leatd_framer_options, LEATD_KIND_FRAMER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/classes/kinds", test_classes_kinds);
  g_test_add_func ("/classes/all-or-none", test_classes_all_or_none);
  g_test_add_func ("/classes/link-later", test_classes_link_later);
  g_test_add_func ("/classes/reserved", test_classes_reserved);
  g_test_add_func ("/classes/reserved-all", test_classes_reserved_all);
  return g_test_run ();
}
