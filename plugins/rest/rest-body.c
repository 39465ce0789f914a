/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-body.c - records as the body of a request */
#include "rest-body.h"
#include <string.h>

#define FILE_MAX (1024 * 1024)

struct _RestBody {
  RestBodyKind  kind;
  RestTable    *table;
  RestTemplate *template;
  gboolean      encode_twice;
  GString      *once;
};

const char *const rest_body_kinds[] = {
  [REST_BODY_JSON] = "json",
  [REST_BODY_JSON_ARRAY] = "json-array",
  [REST_BODY_JSON_LINES] = "json-lines",
  [REST_BODY_FORM] = "form",
  [REST_BODY_CSV] = "csv",
  [REST_BODY_TEMPLATE] = "template",
  [REST_BODY_TEXT] = "text",
  [REST_BODY_NONE] = "none",
  NULL
};

static const char *const types[] = {
  [REST_BODY_JSON] = "application/json",
  [REST_BODY_JSON_ARRAY] = "application/json",
  [REST_BODY_JSON_LINES] = "application/x-ndjson",
  [REST_BODY_FORM] = "application/x-www-form-urlencoded",
  [REST_BODY_CSV] = "text/csv",
  [REST_BODY_TEMPLATE] = "application/json",
  [REST_BODY_TEXT] = "text/plain",
  [REST_BODY_NONE] = NULL,
};

static gboolean
is_table (RestBodyKind kind)
{
  return kind == REST_BODY_FORM || kind == REST_BODY_CSV;
}

static gboolean
is_template (RestBodyKind kind)
{
  return kind == REST_BODY_TEMPLATE || kind == REST_BODY_TEXT;
}

/* what goes with this kind of body, and what does not */
static gboolean
check_setup (const RestBodySetup *setup, GError **error)
{
  const char *kind = rest_body_kinds[setup->kind];
  gboolean has_columns = setup->columns != NULL && setup->columns[0] != NULL;
  gboolean is_one_json = setup->kind == REST_BODY_JSON || setup->kind == REST_BODY_JSON_ARRAY ||
                         setup->kind == REST_BODY_TEMPLATE;

  if (has_columns && !is_table (setup->kind))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "columns: body=%s has none; they go with body=form and body=csv", kind);
  else if (setup->template != NULL && setup->template_file != NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "template: stands beside template-file; keep one of the two");
  else if ((setup->template != NULL || setup->template_file != NULL) && !is_template (setup->kind))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "%s: body=%s has none; it goes with body=template and body=text",
                 setup->template != NULL ? "template" : "template-file", kind);
  else if (setup->template == NULL && setup->template_file == NULL && is_template (setup->kind))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "body: %s needs template= or template-file=", kind);
  else if (setup->encode_twice && !is_one_json)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "encode-twice: body=%s is not one JSON value; it goes with json, json-array and "
                 "template",
                 kind);
  else
    return TRUE;
  return FALSE;
}

static char *
read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) wrong = NULL;
  gsize length;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) && g_file_test (path, G_FILE_TEST_EXISTS))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "template-file: %s is no regular file",
                 path);
  else if (!g_file_get_contents (path, &text, &length, &wrong))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG, "template-file: cannot be read: %s",
                 wrong->message);
  else if (length > FILE_MAX || !g_utf8_validate (text, (gssize) length, NULL))
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG,
                 "template-file: %s is no UTF-8 text of at most %d KiB", path, FILE_MAX / 1024);
  else
    return g_steal_pointer (&text);
  return NULL;
}

static gboolean
make_template (RestBody *self, const RestBodySetup *setup, GError **error)
{
  g_autofree char *text = setup->template != NULL ? g_strdup (setup->template)
                                                  : read_file (setup->template_file, error);
  g_autofree char *what = setup->template != NULL
                              ? g_strdup ("template")
                              : g_strconcat ("template-file: ", setup->template_file, NULL);
  RestTemplateForm form = {
    .what = what,
    .spelling = setup->kind == REST_BODY_TEMPLATE ? REST_SPELL_JSON : REST_SPELL_RAW,
    .zone = setup->zone,
    .has_prepared = setup->has_prepared,
  };

  if (text == NULL)
    return FALSE;
  /* the end of a file's last line is not meant */
  if (setup->template == NULL && g_str_has_suffix (text, "\n"))
    text[strlen (text) - 1] = '\0';
  self->template = rest_template_new (text, &form, error);
  return self->template != NULL;
}

static gboolean
make_table (RestBody *self, const RestBodySetup *setup, GError **error)
{
  RestTemplateForm form = {
    .what = "columns",
    .spelling = setup->kind == REST_BODY_FORM ? REST_SPELL_FORM : REST_SPELL_CSV,
    .zone = setup->zone,
    .has_prepared = setup->has_prepared,
  };

  self->table = rest_table_new (setup->columns, &form, error);
  return self->table != NULL;
}

RestBody *
rest_body_new (const RestBodySetup *setup, GError **error)
{
  g_autoptr (RestBody) self = g_new0 (RestBody, 1);

  self->kind = setup->kind;
  self->encode_twice = setup->encode_twice;
  self->once = g_string_new (NULL);
  if (!check_setup (setup, error) ||
      (is_template (setup->kind) && !make_template (self, setup, error)) ||
      (is_table (setup->kind) && !make_table (self, setup, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
rest_body_free (RestBody *self)
{
  if (self == NULL)
    return;
  rest_table_free (self->table);
  rest_template_free (self->template);
  g_string_free (self->once, TRUE);
  g_free (self);
}

const char *
rest_body_get_type (const RestBody *self)
{
  return types[self->kind];
}

gboolean
rest_body_has_prepared (const RestBody *self)
{
  return (self->template != NULL && rest_template_has_prepared (self->template)) ||
         (self->table != NULL && rest_table_has_prepared (self->table));
}

gboolean
rest_body_is_single (const RestBody *self)
{
  return self->kind != REST_BODY_JSON_ARRAY && self->kind != REST_BODY_JSON_LINES &&
         self->kind != REST_BODY_CSV;
}

guint
rest_body_count (const RestBody *self, const LeatBatch *batch, guint from, guint count)
{
  LeatSchema *schema = leat_batch_get_record (batch, from)->origin->schema;
  guint n = 1;

  if (self->kind == REST_BODY_JSON_ARRAY || self->kind == REST_BODY_JSON_LINES)
    return count;
  if (self->kind != REST_BODY_CSV)
    return 1;
  while (n < count && rest_table_is_same (self->table, schema,
                                          leat_batch_get_record (batch, from + n)->origin->schema))
    n++;
  return n;
}

static gboolean
append_csv (RestBody *self, const LeatBatch *batch, guint from, guint count, GString *out,
            GError **error)
{
  rest_table_append_header (self->table, leat_batch_get_record (batch, from)->origin, out);
  for (guint i = 0; i < count; i++)
    {
      RestTemplateInput input = { leat_batch_get_record (batch, from + i), NULL };

      if (!rest_table_append (self->table, &input, ',', FALSE, out, error))
        return FALSE;
      g_string_append (out, "\r\n");
    }
  return TRUE;
}

static gboolean
append_once (RestBody *self, const LeatBatch *batch, guint from, guint count, const char *prepared,
             GString *out, GError **error)
{
  RestTemplateInput input = { leat_batch_get_record (batch, from), prepared };

  switch (self->kind)
    {
    case REST_BODY_JSON:
      leat_json_append_record (out, input.record);
      break;
    case REST_BODY_JSON_ARRAY:
      leat_json_append_batch (out, batch, from, count, LEAT_JSON_ARRAY);
      break;
    case REST_BODY_JSON_LINES:
      leat_json_append_batch (out, batch, from, count, LEAT_JSON_LINES);
      break;
    case REST_BODY_CSV:
      return append_csv (self, batch, from, count, out, error);
    case REST_BODY_FORM:
      return rest_table_append (self->table, &input, '&', TRUE, out, error);
    case REST_BODY_TEMPLATE:
    case REST_BODY_TEXT:
      return rest_template_render (self->template, &input, out, error);
    case REST_BODY_NONE:
      break;
    }
  return TRUE;
}

gboolean
rest_body_append (RestBody *self, const LeatBatch *batch, guint from, guint count,
                  const char *prepared, GString *out, GError **error)
{
  if (!self->encode_twice)
    return append_once (self, batch, from, count, prepared, out, error);
  g_string_truncate (self->once, 0);
  if (!append_once (self, batch, from, count, prepared, self->once, error))
    return FALSE;
  leat_json_append_string (out, self->once->str, (gssize) self->once->len);
  return TRUE;
}
