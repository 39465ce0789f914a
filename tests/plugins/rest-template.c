/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-template.c - tests the language of templates: places, braces, JSON, faults */
#include "rest-template.h"
#include "rest-records.h"

typedef struct {
  const char *name;
  RestSpelling spelling;
  const char *text;
  const char *result;
} Case;

static const Case cases[] = {
  { "empty", REST_SPELL_RAW, "", "" },
  { "names", REST_SPELL_RAW, "{source} {gateway} {schema} {epoch} {sequence}",
    "camera0 line-3 pv200 EPOCH 1841" },
  { "id", REST_SPELL_RAW, "{id}", "camera0/EPOCH/1841" },
  { "time", REST_SPELL_RAW, "{time}", "2018-10-13T06:03:22.104518000Z" },
  { "braces", REST_SPELL_RAW, "{{a} {} { b } }} {\"x\"}", "{a} {} { b } }} {\"x\"}" },
  { "brace-at-end", REST_SPELL_RAW, "a{", "a{" },
  { "url", REST_SPELL_URL, "http://h/{id}/{tags.station}/{fields.code}?n={fields.num}",
    "http://h/camera0%2FEPOCH%2F1841/hall%203/A%221%20?n=17" },
  { "json", REST_SPELL_JSON, "{\"num\":{fields.num},\"m\":{fields.measure},\"c\":{fields.code}}",
    "{\"num\":17,\"m\":1.730,\"c\":\"A\\\"1 \"}" },
  { "json-in-string", REST_SPELL_JSON, "{\"num\":\" {fields.num}\",\"c\":\"<{fields.code}>\"}",
    "{\"num\":\" 17\",\"c\":\"<A\\\"1 >\"}" },
  { "json-null", REST_SPELL_JSON, "[{fields.none},\"{fields.none}\",{fields.wrong}]",
    "[null,\"\",null]" },
  { "json-types", REST_SPELL_JSON,
    "[{fields.flag},{fields.raw},{fields.seen},{fields.wide},{fields.ratio}]",
    "[true,\"AQID\",\"2018-10-13T06:03:22Z\",1234567890123456789012.345,0.1]" },
  { "json-escapes", REST_SPELL_JSON, "[\"\\\"{source}\\\\\",{source}]",
    "[\"\\\"camera0\\\\\",\"camera0\"]" },
  { "json-key", REST_SPELL_JSON, "{\"{source}\":{\"{tags.station}\":{sequence}}}",
    "{\"camera0\":{\"hall 3\":1841}}" },
  { "json-record", REST_SPELL_JSON, "{\"events\":[{record}]}", NULL },
  { "json-lines", REST_SPELL_JSON, "{\n  \"a\": {fields.num},\n  \"b\": [ {sequence} ]\n}",
    "{\n  \"a\": 17,\n  \"b\": [ 1841 ]\n}" },
  { "quality", REST_SPELL_JSON, "[{quality.num},{quality.wrong}]", "[\"good\",\"undecodable\"]" },
  { "prepared", REST_SPELL_JSON, "{\"seq\":{prepared.id},\"s\":\"{prepared.id}\"}",
    "{\"seq\":41,\"s\":\"41\"}" },
  { "filter-time", REST_SPELL_JSON, "[{fields.seen|time:%Y-%m-%dT%H:%M:%S}]",
    "[\"2018-10-13T14:03:22\"]" },
  { "filter-micro", REST_SPELL_RAW, "{time|time:%S.%f}", "22.104518" },
  { "filter-json", REST_SPELL_RAW, "{fields.code|json}", "\"A\\\"1 \"" },
  { "filter-url", REST_SPELL_RAW, "{fields.code|url}", "A%221%20" },
  { "filter-csv", REST_SPELL_RAW, "{fields.text|csv};{fields.code|csv};{fields.num|csv}",
    "\"a,b\";\"A\"\"1 \";17" },
  { "filter-xml", REST_SPELL_RAW, "<c v=\"{fields.code|xml}\"/>", "<c v=\"A&quot;1 \"/>" },
  { "filter-raw", REST_SPELL_URL, "{tags.station|raw}", "hall 3" },
  { "filter-default", REST_SPELL_JSON, "[{fields.none|default:0},{fields.absent|default:none}]",
    "[0,\"none\"]" },
  { "filter-map", REST_SPELL_JSON, "[{fields.flag|map:true=1,false=0},\"{fields.num|map:17=x}\"]",
    "[1,\"x\"]" },
  { "filter-map-other", REST_SPELL_JSON, "[{fields.num|map:1=x}]", "[17]" },
  { "filter-chain", REST_SPELL_RAW, "{tags.none|default:a b|url}", "a%20b" },
  { "header", REST_SPELL_HEADER, "{source};{fields.measure}", "camera0;1.730" },
};

static RestTemplate *
new_template (RestSpelling spelling, const char *text, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Taipei");
  RestTemplateForm form = { "template", spelling, zone, TRUE };

  return rest_template_new (text, &form, error);
}

/* twice: what is kept from one to the next changes nothing */
static void
test_render (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (LeatBatch) batch = rest_new_record ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) record = g_string_new ("{\"events\":[");
  g_autoptr (GError) error = NULL;
  g_autoptr (RestTemplate) template = new_template (test->spelling, test->text, &error);
  RestTemplateInput input = { leat_batch_get_record (batch, 0), "41" };

  g_assert_no_error (error);
  leat_json_append_record (record, input.record);
  g_string_append (record, "]}");
  for (guint i = 0; i < 2; i++)
    {
      g_string_truncate (out, 0);
      rest_template_render (template, &input, out, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (out->str, ==, test->result != NULL ? test->result : record->str);
    }
}

typedef struct {
  const char *name;
  RestSpelling spelling;
  const char *text;
  const char *message;
} FaultCase;

static const FaultCase fault_cases[] = {
  { "unknown", REST_SPELL_URL, "http://h/{feilds.num}",
    "template: column 10: {feilds.num} is not known; *" },
  { "capital", REST_SPELL_URL, "{Source}", "template: column 1: {Source} is not known; *" },
  { "no-member", REST_SPELL_URL, "{fields.}", "template: column 1: {fields.} is not known; *" },
  { "no-end", REST_SPELL_URL, "http://h/{source",
    "template: column 10: a brace opens and nothing closes it; {{ is a brace" },
  { "line", REST_SPELL_JSON, "{\n  \"a\": {source},\n  \"b\": {sorce}\n}",
    "template: line 3, column 8: {sorce} is not known; *" },
  { "filter", REST_SPELL_URL, "{source|upper}",
    "template: column 1: there is no filter \"upper\"; *" },
  { "spelling-not-last", REST_SPELL_URL, "{source|url|default:x}",
    "template: column 1: there is no filter \"url\"; *" },
  { "map", REST_SPELL_URL, "{source|map:a}", "template: column 1: \"map:a\" is no list *" },
  { "time", REST_SPELL_URL, "{time|time:%!}", "template: column 1: \"time:%!\" is no form *" },
  { "json-comma", REST_SPELL_JSON, "{\"a\":{source},}", "template: column 15: this is no JSON" },
  { "json-quote", REST_SPELL_JSON, "{\"a\":\"{source}}", "template: column 16: this is no JSON" },
  { "json-two", REST_SPELL_JSON, "{source}{source}", "template: column 9: this is no JSON" },
  { "json-none", REST_SPELL_JSON, "", "template: column 1: this is no JSON" },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RestTemplate) template = new_template (test->spelling, test->text, &error);

  g_assert_null (template);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  if (!g_pattern_match_simple (test->message, error->message))
    g_error ("\"%s\" is not like \"%s\"", error->message, test->message);
}

static void
test_prepared_is_not_there (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  RestTemplateForm form = { "url", REST_SPELL_URL, utc, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (RestTemplate) template = rest_template_new ("http://h/{prepared.id}", &form, &error);

  g_assert_null (template);
  g_assert_cmpstr (error->message, ==,
                   "url: column 10: {prepared.id} is there in requests behind prepare-url=");
}

typedef struct {
  const char *text;
  const char *message;
} LackCase;

static const LackCase lack_cases[] = {
  { "{fields.width}", "template: {fields.width}: records of camera0 (schema pv200) have none; *" },
  { "{quality.width}", "template: {quality.width}: *" },
  { "{tags.line}", "template: {tags.line}: *" },
};

static void
test_lack (gconstpointer data)
{
  const LackCase *test = data;
  g_autoptr (LeatBatch) batch = rest_new_record ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RestTemplate) template = new_template (REST_SPELL_RAW, test->text, NULL);
  RestTemplateInput input = { leat_batch_get_record (batch, 0), NULL };

  g_assert_false (rest_template_render (template, &input, out, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
  g_assert_true (g_pattern_match_simple (test->message, error->message));
}

static void
test_scope (void)
{
  static const struct {
    const char *text;
    RestScope scope;
  } scopes[] = {
    { "a", REST_SCOPE_NONE },
    { "{source}{tags.a}{gateway}", REST_SCOPE_ORIGIN },
    { "{source}{time}", REST_SCOPE_RECORD },
    { "{fields.num}", REST_SCOPE_RECORD },
  };

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autoptr (RestTemplate) template = new_template (REST_SPELL_RAW, scopes[i].text, NULL);

      g_assert_cmpint (rest_template_get_scope (template), ==, scopes[i].scope);
      g_assert_false (rest_template_has_prepared (template));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-template/render/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_render);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/rest-template/fault/", fault_cases[i].name, NULL);

      g_test_add_data_func (path, &fault_cases[i], test_fault);
    }
  g_test_add_func ("/rest-template/fault/prepared", test_prepared_is_not_there);
  for (guint i = 0; i < G_N_ELEMENTS (lack_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rest-template/lack/%u", i);

      g_test_add_data_func (path, &lack_cases[i], test_lack);
    }
  g_test_add_func ("/rest-template/scope", test_scope);
  return g_test_run ();
}
