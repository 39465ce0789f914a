/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config-diff.c - tests what of one key file is otherwise in another */
#include "config/leatd-config-diff.h"
#include "configs.h"
#include "scratch.h"
#include <glib/gstdio.h>

#define MACHINE "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS0\nframer=outer\n"
#define FRAMERS \
  "[framer outer]\ntype=fixture-wrapper\ninside=inner\n" \
  "[framer inner]\ntype=delimiter\ndelimiter=\\r\n[framer other]\ntype=delimiter\ndelimiter=|\n"
#define SINK "[sink k]\nplugin=fixture-picky\n"
#define HALL "[source m]\nplugin=tcp\ndevice=listen://127.0.0.1:9000\nframer=outer\n"
#define STORE "[sink store]\nplugin=fixture-store\nmemory=a\n"

typedef struct {
  const char *path;
  const char *before;
  const char *after;
  gboolean source; /* m is the same */
  gboolean link;   /* and so is its link */
  gboolean sink;   /* k is the same */
} Case;

static const Case cases[] = {
  { "/config-diff/nothing", MACHINE FRAMERS SINK, MACHINE FRAMERS SINK, TRUE, TRUE, TRUE },
  { "/config-diff/order", MACHINE FRAMERS SINK, SINK FRAMERS MACHINE, TRUE, TRUE, TRUE },
  { "/config-diff/comment", MACHINE FRAMERS SINK, "# a word\n" MACHINE FRAMERS SINK, TRUE, TRUE,
    TRUE },
  { "/config-diff/host-option", MACHINE FRAMERS SINK, MACHINE "max-frame=1k\n" FRAMERS SINK, FALSE,
    TRUE, TRUE },
  { "/config-diff/device", MACHINE FRAMERS SINK,
    "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS1\nframer=outer\n" FRAMERS SINK, FALSE,
    FALSE, TRUE },
  { "/config-diff/link-option", MACHINE FRAMERS SINK, MACHINE "baud-rate=19200\n" FRAMERS SINK,
    FALSE, FALSE, TRUE },
  { "/config-diff/live-link-option", HALL FRAMERS SINK, HALL "max-clients=7\n" FRAMERS SINK, FALSE,
    TRUE, TRUE },
  { "/config-diff/fixed-link-option", HALL FRAMERS SINK,
    HALL "max-clients=7\nkeepalive=1min\n" FRAMERS SINK, FALSE, FALSE, TRUE },
  { "/config-diff/tag", MACHINE FRAMERS SINK, MACHINE "tag.station=x\n" FRAMERS SINK, FALSE, TRUE,
    TRUE },
  { "/config-diff/inner-framer", MACHINE FRAMERS SINK,
    MACHINE "[framer outer]\ntype=fixture-wrapper\ninside=inner\n"
            "[framer inner]\ntype=delimiter\ndelimiter=\\n\n" SINK,
    FALSE, TRUE, TRUE },
  { "/config-diff/unused-framer", MACHINE FRAMERS SINK, MACHINE FRAMERS "keep=yes\n" SINK, TRUE,
    TRUE, TRUE },
  { "/config-diff/gateway", "[daemon]\ngateway=a\n" MACHINE FRAMERS SINK,
    "[daemon]\ngateway=b\n" MACHINE FRAMERS SINK, FALSE, TRUE, TRUE },
  { "/config-diff/sink-option", MACHINE FRAMERS SINK, MACHINE FRAMERS SINK "queue-records=7\n",
    TRUE, TRUE, FALSE },
  { "/config-diff/option-gone", MACHINE FRAMERS SINK "queue-records=7\n", MACHINE FRAMERS SINK,
    TRUE, TRUE, FALSE },
  { "/config-diff/store-comes", MACHINE FRAMERS SINK, MACHINE FRAMERS SINK STORE, TRUE, TRUE,
    FALSE },
};

static LeatdConfig *
load (const char *text)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdConfig *config = test_config (text, faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpstr (told, ==, "");
  return config;
}

static const LeatdSourceConfig *
get_source (LeatdConfig *config)
{
  return g_ptr_array_index (leatd_config_get_sources (config), 0);
}

static const LeatdSinkConfig *
get_sink (LeatdConfig *config)
{
  return g_ptr_array_index (leatd_config_get_sinks (config), 0);
}

static void
test_case (gconstpointer data)
{
  const Case *the = data;
  LeatdConfig *before = load (the->before);
  LeatdConfig *after = load (the->after);

  g_assert_cmpint (leatd_source_config_equals (get_source (before), get_source (after)), ==,
                   the->source);
  g_assert_cmpint (leatd_source_config_shares_link (get_source (before), get_source (after)), ==,
                   the->link);
  g_assert_cmpint (leatd_sink_config_equals (get_sink (before), get_sink (after)), ==, the->sink);
  leatd_config_unref (before);
  leatd_config_unref (after);
}

typedef struct {
  const char *path;
  const char *before;
  const char *after;
  const char *source; /* "a b": keys of m that change in place; NULL: another one is needed */
  const char *sink;   /* the same of k */
} LiveCase;

#define CSV "[sink k]\nplugin=csv\npath=/tmp/k\n"

static const LiveCase live_cases[] = {
  { "/config-diff/live/nothing", MACHINE FRAMERS CSV, MACHINE FRAMERS CSV, "", "" },
  { "/config-diff/live/host", MACHINE "expect-every=1s\n" FRAMERS CSV,
    MACHINE "expect-every=2s\nretry-first=1s\n" FRAMERS CSV, "expect-every retry-first", "" },
  { "/config-diff/live/gone", MACHINE "expect-every=1s\n" FRAMERS CSV "rotate-size=1k\n",
    MACHINE FRAMERS CSV, "expect-every", "rotate-size" },
  { "/config-diff/live/class", MACHINE FRAMERS CSV,
    MACHINE FRAMERS CSV "rotate-size=1k\nflush-records=7\n", "", "rotate-size flush-records" },
  { "/config-diff/live/with-another", MACHINE FRAMERS CSV,
    MACHINE "expect-every=1s\nmax-frame=1k\n" FRAMERS CSV "rotate-size=1k\nheader=no\n", NULL,
    NULL },
  { "/config-diff/live/tag", MACHINE FRAMERS CSV, MACHINE "tag.a=b\n" FRAMERS CSV, NULL, "" },
  { "/config-diff/live/link-option", MACHINE FRAMERS CSV, MACHINE "baud-rate=19200\n" FRAMERS CSV,
    NULL, "" },
  { "/config-diff/live/link", HALL "allow=10.0.0.7\n" FRAMERS CSV,
    HALL "max-clients=7\nexpect-every=1s\n" FRAMERS CSV, "allow max-clients expect-every", "" },
  { "/config-diff/live/gateway", "[daemon]\ngateway=a\n" MACHINE FRAMERS CSV,
    "[daemon]\ngateway=b\n" MACHINE "expect-every=1s\n" FRAMERS CSV, NULL, "" },
  { "/config-diff/live/framer", MACHINE FRAMERS CSV,
    MACHINE "expect-every=1s\n[framer outer]\ntype=fixture-wrapper\ninside=inner\n"
            "[framer inner]\ntype=delimiter\ndelimiter=\\n\n" CSV,
    NULL, "" },
  { "/config-diff/live/store-comes", MACHINE FRAMERS CSV,
    MACHINE FRAMERS CSV "rotate-size=1k\n" STORE, "", NULL },
};

static void
assert_live (char **keys, const char *expected)
{
  g_autofree char *joined = keys != NULL ? g_strjoinv (" ", keys) : NULL;

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_live (gconstpointer data)
{
  const LiveCase *the = data;
  LeatdConfig *before = load (the->before);
  LeatdConfig *after = load (the->after);
  g_auto (GStrv) source = leatd_source_config_list_live (get_source (before), get_source (after));
  g_auto (GStrv) sink = leatd_sink_config_list_live (get_sink (before), get_sink (after));

  assert_live (source, the->source);
  assert_live (sink, the->sink);
  leatd_config_unref (before);
  leatd_config_unref (after);
}

/* two configurations of one text, between which the file it names is put in its place anew: secrets
 * and certificates are read when something is made */
typedef struct {
  Scratch folder;
  char *path;
  char *other;
  LeatdConfig *before;
  LeatdConfig *after;
} Renewal;

/* @format: has FILE for it, which holds @name of the certificates for tests */
static void
renewal_init (Renewal *self, const char *format, const char *name)
{
  g_autofree char *from = g_build_filename (g_getenv ("LEAT_CERTIFICATES"), name, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GString) text = g_string_new (format);

  self->folder = scratch_new ();
  self->path = g_build_filename (self->folder, "file", NULL);
  self->other = g_build_filename (self->folder, "other", NULL);
  g_assert_true (g_file_get_contents (from, &content, NULL, NULL));
  g_assert_true (g_file_set_contents (self->path, content, -1, NULL));
  g_assert_true (g_file_set_contents (self->other, content, -1, NULL));
  g_usleep (50 * 1000); /* a file's time is no finer */
  g_string_replace (text, "FILE", self->path, 0);
  self->before = load (text->str);
  self->after = load (text->str);
}

static void
renewal_do (Renewal *self)
{
  g_assert_cmpint (g_rename (self->other, self->path), ==, 0);
}

static void
renewal_clear (Renewal *self)
{
  leatd_config_unref (self->before);
  leatd_config_unref (self->after);
  g_free (self->path);
  g_free (self->other);
  scratch_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Renewal, renewal_clear)

static void
test_sink_file (void)
{
  g_auto (Renewal) file = { 0 };

  renewal_init (&file,
                MACHINE FRAMERS "[sink web]\nplugin=rest\nurl=http://localhost/\ntoken-file=FILE\n",
                "good.pin");
  g_assert_true (leatd_sink_config_equals (get_sink (file.before), get_sink (file.after)));
  renewal_do (&file);
  g_assert_false (leatd_sink_config_equals (get_sink (file.before), get_sink (file.after)));
}

/* it is its link that reads it */
static void
test_link_file (void)
{
  g_auto (Renewal) file = { 0 };
  const LeatdSourceConfig *before, *after;

  renewal_init (&file,
                "[source m]\nplugin=tcp\ndevice=tls://localhost:8500\nframer=inner\n"
                "tls-ca=FILE\n" FRAMERS SINK,
                "ca.crt");
  before = get_source (file.before);
  after = get_source (file.after);
  g_assert_true (leatd_source_config_equals (before, after));
  g_assert_true (leatd_source_config_shares_link (before, after));
  renewal_do (&file);
  g_assert_false (leatd_source_config_equals (before, after));
  g_assert_false (leatd_source_config_shares_link (before, after));
}

static void
test_fixed (void)
{
  LeatdConfig *before = load ("[daemon]\nstate-dir=/a\nlog-level=info\n" MACHINE FRAMERS SINK);
  LeatdConfig *level = load ("[daemon]\nstate-dir=/a\nlog-level=debug\n" MACHINE FRAMERS SINK);
  LeatdConfig *moved = load ("[daemon]\nstate-dir=/b\n" MACHINE FRAMERS SINK);
  LeatdConfig *none = load (MACHINE FRAMERS SINK);

  g_assert_cmpstr (leatd_config_find_fixed (before, level), ==, NULL);
  g_assert_cmpstr (leatd_config_find_fixed (before, moved), ==, "state-dir");
  g_assert_cmpstr (leatd_config_find_fixed (before, none), ==, "state-dir");
  g_assert_cmpstr (leatd_config_find_fixed (none, none), ==, NULL);
  leatd_config_unref (before);
  leatd_config_unref (level);
  leatd_config_unref (moved);
  leatd_config_unref (none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  for (guint i = 0; i < G_N_ELEMENTS (live_cases); i++)
    g_test_add_data_func (live_cases[i].path, &live_cases[i], test_live);
  g_test_add_func ("/config-diff/sink-file", test_sink_file);
  g_test_add_func ("/config-diff/link-file", test_link_file);
  g_test_add_func ("/config-diff/fixed", test_fixed);
  return g_test_run ();
}
