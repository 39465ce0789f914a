/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* render-records.c - tests that records are found in the store of a sink, or made of a frame */
#include "decode/render-records.h"
#include <glib/gstdio.h>
#include <string.h>
#include "configs.h"
#include "scratch.h"

#define MES "[sink mes]\nplugin=fixture-picky\n"
#define CELLAR "[sink keep]\nplugin=fixture-cellar\n"
#define CAMERA                                                                          \
  "[source camera0]\nplugin=serial\ndevice=/dev/null\nframer=fixture-line\nschema=pv200\n" \
  "tag.station=film\n"
#define SCALE "[source scale]\nplugin=serial\ndevice=/dev/tty9\nframer=fixture-line\n"

static LeatdConfig *
load (const char *text)
{
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdConfig *config = test_config (text, faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpstr (told, ==, "");
  return config;
}

static const LeatdSinkConfig *
first_sink (LeatdConfig *config)
{
  return g_ptr_array_index (leatd_config_get_sinks (config), 0);
}

static void
assert_finds (const LeatdSinkConfig *sink, const char *const *names, const char *first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatBatch) batch = leat_render_find (sink, names, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (leat_batch_get_record (batch, 0)->values[0].string, ==, first);
}

static void
test_find (void)
{
  static const char *const none[] = { NULL };
  static const char *const names[] = { "a", "b", NULL };
  static const char *const gone[] = { "gone", NULL };
  g_autoptr (LeatdConfig) config = load (MES CELLAR);
  g_autoptr (LeatdConfig) alone = load (MES);
  g_autoptr (GError) error = NULL;

  assert_finds (first_sink (config), none, "mes");
  assert_finds (first_sink (config), names, "a");
  g_assert_null (leat_render_find (first_sink (config), gone, &error));
  g_assert_cmpstr (error->message, ==, "it has gone");
  g_clear_error (&error);
  g_assert_null (leat_render_find (first_sink (alone), none, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
}

typedef struct {
  const char *name;
  const char *config;
  const char *source;
  const char *frame;
  const char *expected; /* a pattern of the record's JSON, or of what is wrong */
} Case;

static const Case cases[] = {
  { "schema", MES CAMERA, NULL, "18/10/13,14:03:22, 17, 1,1.730,2.104,\r\n",
    "{\"id\":\"camera0/00000000000000000000/1\",\"source\":\"camera0\",*\"station\":\"film\"*"
    "\"num\":17,*\"measure_1\":1.730,*" },
  { "text", MES SCALE, NULL, "1.5 kg", "*\"fields\":{\"text\":\"1.5 kg\"}}" },
  { "one-line-end", MES SCALE, NULL, "1.5 kg\n\n", "*{\"text\":\"1.5 kg\\n\"}}" },
  { "source", MES CAMERA SCALE, "scale", "x", "*\"source\":\"scale\",*" },
  { "frame", MES SCALE "keep-frame=yes\n", NULL, "x\n", "*\"frame\":\"eA==\"}" },
  { "several", MES CAMERA SCALE, NULL, "x", "mes takes the records of 2 sources; *" },
  { "no-source", MES SCALE, "gauge", "x", "there is no source gauge" },
  { "bad-frame", MES CAMERA, NULL, "x", "*/frame: *" },
};

static void
test_decode (gconstpointer data)
{
  const Case *test = data;
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "frame", NULL);
  g_autoptr (LeatdConfig) config = load (test->config);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (LeatBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, test->frame, -1, NULL));
  batch = leat_render_decode (first_sink (config), test->source, path, &error);
  if (batch != NULL)
    leat_json_append_record (text, leat_batch_get_record (batch, 0));
  else
    g_string_assign (text, error->message);
  if (!g_pattern_match_simple (test->expected, text->str))
    g_error ("%s", text->str);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render-records/find", test_find);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/render-records/decode/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_decode);
    }
  return g_test_run ();
}
