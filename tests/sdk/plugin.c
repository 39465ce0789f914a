/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* plugin.c - tests what is said of a module's descriptor: each fault by its class and member */
#include "leat-host.h"

typedef struct {
  LeatSource parent;
  gint64 count;
} SampleSource;

typedef struct {
  LeatFramer parent;
  gint64 count;
} SampleFramer;

static gboolean
source_start (LeatSource *self, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gboolean
link_open (LeatLink *self, const char *device, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
link_close (LeatLink *self)
{
}

static int
link_get_fd (LeatLink *self)
{
  return -1;
}

static gssize
link_read (LeatLink *self, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  return 0;
}

static gboolean
link_open_at (LeatLink *self, const char *device, const char *place, gboolean *found,
              GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static LeatScan
framer_scan (LeatFramer *self, const LeatScanInput *input, LeatFrame *frame)
{
  return LEAT_SCAN_BAD;
}

static gboolean
sink_open (LeatSink *self, const char *position, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gboolean
sink_write (LeatSink *self, LeatBatch *batch, guint from, guint count, guint *taken,
            GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
source_events (LeatSource *self, const LeatEvent *const *events, guint n_events, guint64 missed)
{
}

static gboolean
sink_flush (LeatSink *self, guint64 *safe, char **position, GCancellable *cancellable,
            GError **error)
{
  return TRUE;
}

static void
sink_close (LeatSink *self)
{
}

static LeatStoreReader *
store_open_reader (LeatSink *self, const LeatStoreReaderSetup *setup, char **position,
                   GError **error)
{
  return NULL;
}

static const LeatOption source_options[] = {
  LEAT_OPTION_INT (SampleSource, count, .key = "count", .summary = "A count."), LEAT_OPTION_END
};

/* in the host's part */
static const LeatOption greedy_options[] = { { .key = "count",
                                               .type = LEAT_OPTION_TYPE_INT,
                                               .offset = G_STRUCT_OFFSET (SampleSource,
                                                                          parent.host),
                                               .summary = "A count." },
                                             LEAT_OPTION_END };

static const LeatOption bad_options[] = { { .key = "Count",
                                            .type = LEAT_OPTION_TYPE_INT,
                                            .offset = G_STRUCT_OFFSET (SampleSource, count),
                                            .summary = "A count." },
                                          LEAT_OPTION_END };

/* a whole module, of which each test breaks one thing */
typedef struct {
  LeatSourceClass source, other_source;
  LeatLinkClass link, other_link;
  LeatFramerClass framer;
  LeatSinkClass sink;
  LeatStoreClass store;
  LeatField field;
  LeatRecordTable table;
  const LeatRecordTable *tables[2];
  const LeatSourceClass *sources[3];
  const LeatLinkClass *links[3];
  const LeatFramerClass *framers[3];
  const LeatSinkClass *sinks[3];
  LeatPlugin plugin;
} Module;

static void
fill_classes (Module *self)
{
  self->source = (LeatSourceClass) { .struct_size = sizeof (LeatSourceClass),
                                     .instance_size = sizeof (SampleSource),
                                     .name = "pv200",
                                     .summary = "A machine.",
                                     .options = source_options,
                                     .schemes = "serial tcp",
                                     .framer = "line",
                                     .schema = "pv200",
                                     .start = source_start,
                                     .makes = self->tables };
  self->field = (LeatField) { .name = "num", .type = LEAT_TYPE_INT, .summary = "A number." };
  self->table = (LeatRecordTable) { .struct_size = sizeof (LeatRecordTable),
                                    .name = "sample-numbers",
                                    .summary = "Numbers.",
                                    .fields = &self->field,
                                    .n_fields = 1 };
  self->tables[0] = &self->table;
  self->link = (LeatLinkClass) { .struct_size = sizeof (LeatLinkClass),
                                 .instance_size = sizeof (LeatLink),
                                 .schemes = "serial usb",
                                 .summary = "A line.",
                                 .open = link_open,
                                 .close = link_close,
                                 .get_fd = link_get_fd,
                                 .read = link_read };
  self->framer = (LeatFramerClass) { .struct_size = sizeof (LeatFramerClass),
                                     .instance_size = sizeof (SampleFramer),
                                     .name = "delimiter",
                                     .summary = "Lines.",
                                     .scan = framer_scan };
  self->sink = (LeatSinkClass) { .struct_size = sizeof (LeatSinkClass),
                                 .instance_size = sizeof (LeatSink),
                                 .name = "csv",
                                 .summary = "Files.",
                                 .open = sink_open,
                                 .write = sink_write,
                                 .flush = sink_flush,
                                 .close = sink_close };
  self->store = (LeatStoreClass) { .struct_size = sizeof (LeatStoreClass),
                                   .open_reader = store_open_reader };
}

static void
fill_module (Module *self)
{
  fill_classes (self);
  self->other_source = self->source;
  self->other_source.name = "pv310";
  self->other_link = self->link;
  self->other_link.schemes = "tcp";
  self->sources[0] = &self->source;
  self->sources[1] = &self->other_source;
  self->links[0] = &self->link;
  self->links[1] = &self->other_link;
  self->framers[0] = &self->framer;
  self->sinks[0] = &self->sink;
  self->plugin = (LeatPlugin) { .abi_major = LEAT_ABI_MAJOR,
                                .abi_minor = LEAT_ABI_MINOR,
                                .struct_size = sizeof (LeatPlugin),
                                .name = "sample",
                                .version = "1.0",
                                .summary = "A sample.",
                                .license = "LGPL-2.1-or-later",
                                .sources = self->sources,
                                .links = self->links,
                                .framers = self->framers,
                                .sinks = self->sinks };
}

#define HEADERS ", this libleat has 1.0; build it with this libleat's headers"
#define NO_RECORDS(name) "source pv200: makes: records " name " need a name, a sentence and fields"
#define NO_FIELD \
  "source pv200: makes: field 0 of sample-numbers needs a name of a-z, 0-9 and _, and a sentence"
#define NO_SENTENCE "summary must be one sentence that ends in a full stop"

static void
assert_refused (const LeatPlugin *plugin, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (leat_plugin_check (plugin, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_PLUGIN);
  g_assert_cmpstr (error->message, ==, message);
}

/* breaks @what of a sound module, and expects what is said of it */
#define EXPECT(what, said) \
  G_STMT_START \
  { \
    Module module = { 0 }; \
\
    fill_module (&module); \
    what; \
    assert_refused (&module.plugin, said); \
  } \
  G_STMT_END

static void
test_sound (void)
{
  Module module = { 0 };
  g_autoptr (GError) error = NULL;

  fill_module (&module);
  g_assert_true (leat_plugin_check (&module.plugin, &error));
  g_assert_no_error (error);

  /* one list is enough */
  module.plugin.sources = NULL;
  module.plugin.links = NULL;
  module.sinks[0] = NULL;
  g_assert_true (leat_plugin_check (&module.plugin, &error));
  g_assert_no_error (error);
}

/* built when class structs ended earlier: what lies behind them is no member */
static void
test_shorter (void)
{
  static const LeatRecordTable *const nothing[] = { (const LeatRecordTable *) 8, NULL };
  Module module = { 0 };
  g_autoptr (GError) error = NULL;

  fill_module (&module);
  module.source.struct_size = module.other_source.struct_size = G_STRUCT_OFFSET (LeatSourceClass,
                                                                                 stop);
  module.source.start = NULL;
  module.source.run = source_start;
  module.source.events = source_events;
  module.source.makes = nothing;
  module.link.struct_size = module.other_link.struct_size = G_STRUCT_OFFSET (LeatLinkClass, write);
  module.link.open_at = link_open_at;
  module.framer.struct_size = G_STRUCT_OFFSET (LeatFramerClass, find);
  module.sink.struct_size = G_STRUCT_OFFSET (LeatSinkClass, changed);
  g_assert_true (leat_plugin_check (&module.plugin, &error));
  g_assert_no_error (error);
}

/* built with headers that are newer than this libleat, which knows nothing of the rest */
static void
test_longer (void)
{
  const gsize known = sizeof (LeatSourceClass);
  Module module = { 0 };
  g_autofree char *said = g_strdup_printf ("source pv200: struct_size is %" G_GSIZE_FORMAT
                                           ", %" G_GSIZE_FORMAT " is all that this libleat knows; "
                                           "build it with its headers",
                                           known + 8, known);

  fill_module (&module);
  module.source.struct_size = known + 8;
  assert_refused (&module.plugin, said);
}

static void
test_module (void)
{
  assert_refused (NULL, "leat_plugin_get() gave NULL");
  EXPECT (module.plugin.abi_major = 2, "was built for ABI 2.0" HEADERS);
  EXPECT (module.plugin.abi_minor = 1, "was built for ABI 1.1" HEADERS);
  EXPECT (module.plugin.struct_size = 16,
          "struct_size of its LeatPlugin is 16, 80 is right; LEAT_PLUGIN_DEFINE() sets it");
  EXPECT (module.plugin.name = NULL,
          "name must be lower-case letters, digits and dashes, 40 at the most");
  EXPECT (module.plugin.name = "My Plugin",
          "name must be lower-case letters, digits and dashes, 40 at the most");
  EXPECT (module.plugin.version = "", "version is not set");
  EXPECT (module.plugin.summary = "A sample", NO_SENTENCE);
  EXPECT (module.plugin.license = NULL, "license is not set; an SPDX expression is right");
  EXPECT (module.plugin.sources = NULL; module.plugin.links = NULL; module.plugin.framers = NULL;
          module.sinks[0] = NULL, "offers no source, link, framer or sink");
}

static void
test_source (void)
{
  EXPECT (module.source.struct_size = 8, "source pv200: struct_size is 8, 104 is the least");
  EXPECT (module.source.name = NULL,
          "source without a name: a name is lower-case letters, digits and dashes, 40 at the most");
  EXPECT (module.source.name = "PV200",
          "source PV200: a name is lower-case letters, digits and dashes, 40 at the most");
  EXPECT (module.source.summary = NULL, "source pv200: " NO_SENTENCE);
  EXPECT (module.source.instance_size = 8,
          "source pv200: instance_size is 8, 16 to 16777216 is right");
  EXPECT (module.source.instance_size = 1 << 30,
          "source pv200: instance_size is 1073741824, 16 to 16777216 is right");
  EXPECT (
      module.source.options = bad_options,
      "source pv200: option Count: a key is lower-case letters, digits and single dashes, 40 at "
      "the most");
  EXPECT (module.source.options = greedy_options,
          "source pv200: option count: its member lies in the host's part");
  EXPECT (module.source.start = NULL;
          module.source.schemes = NULL, "source pv200: neither start nor run is set; one is right");
  EXPECT (module.source.run = source_start,
          "source pv200: start and run are both set; one is right");
  EXPECT (module.source.start = NULL; module.source.run = source_start;
          module.source.events = source_events,
          "source pv200: events goes with start, not with run");
  EXPECT (module.source.schemes = "", "source pv200: schemes is not set");
  EXPECT (module.source.schemes = "serial  tcp", "source pv200: scheme \"\" is no name");
  EXPECT (module.source.schemes = "tcp://", "source pv200: scheme \"tcp://\" is no name");
  EXPECT (module.source.schemes = "tcp udp tcp", "source pv200: scheme tcp stands twice");
  EXPECT (module.source.framer = "a b", "source pv200: framer \"a b\" is no name");
  EXPECT (module.source.schema = "", "source pv200: schema is empty");
  EXPECT (module.table.struct_size = 8, "source pv200: makes: struct_size is 8, 40 is the least");
  EXPECT (module.table.name = NULL, NO_RECORDS ("\"\""));
  EXPECT (module.table.summary = "Numbers", NO_RECORDS ("\"sample-numbers\""));
  EXPECT (module.table.n_fields = 0, NO_RECORDS ("\"sample-numbers\""));
  EXPECT (module.field.name = "Num", NO_FIELD);
  EXPECT (module.field.name = NULL, NO_FIELD);
  EXPECT (module.field.summary = NULL, NO_FIELD);
  EXPECT (module.other_source.name = "pv200", "source pv200 stands twice");
}

static void
test_link (void)
{
  EXPECT (module.link.struct_size = 0, "link serial usb: struct_size is 0, 96 is the least");
  EXPECT (module.link.schemes = NULL, "link without a name: schemes is not set");
  EXPECT (module.link.schemes = "Serial", "link Serial: scheme \"Serial\" is no name");
  EXPECT (module.link.summary = ".", "link serial usb: " NO_SENTENCE);
  EXPECT (module.link.open = NULL, "link serial usb: open is not set");
  EXPECT (module.link.close = NULL, "link serial usb: close is not set");
  EXPECT (module.link.get_fd = NULL, "link serial usb: get_fd is not set");
  EXPECT (module.link.read = NULL, "link serial usb: read is not set");
  EXPECT (module.link.open_at = link_open_at, "link serial usb: open_at and get_place go together");
  EXPECT (module.other_link.schemes = "tcp usb", "link usb stands twice");
}

static void
test_framer (void)
{
  EXPECT (module.framer.struct_size = 4, "framer delimiter: struct_size is 4, 64 is the least");
  EXPECT (module.framer.scan = NULL, "framer delimiter: scan is not set");
  EXPECT (module.framers[1] = &module.framer, "framer delimiter stands twice");
}

static void
test_sink (void)
{
  EXPECT (module.sink.struct_size = 4, "sink csv: struct_size is 4, 104 is the least");
  EXPECT (module.sink.open = NULL, "sink csv: open is not set");
  EXPECT (module.sink.write = NULL, "sink csv: write is not set");
  EXPECT (module.sink.flush = NULL, "sink csv: flush is not set");
  EXPECT (module.sink.close = NULL, "sink csv: close is not set");
  EXPECT (module.store.struct_size = 4;
          module.sink.store = &module.store, "sink csv: store: struct_size is 4, 80 is the least");
  EXPECT (module.sink.store = &module.store, "sink csv: store: read is not set");
  EXPECT (module.sinks[1] = &module.sink, "sink csv stands twice");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plugin/sound", test_sound);
  g_test_add_func ("/plugin/shorter", test_shorter);
  g_test_add_func ("/plugin/longer", test_longer);
  g_test_add_func ("/plugin/module", test_module);
  g_test_add_func ("/plugin/source", test_source);
  g_test_add_func ("/plugin/link", test_link);
  g_test_add_func ("/plugin/framer", test_framer);
  g_test_add_func ("/plugin/sink", test_sink);
  return g_test_run ();
}
