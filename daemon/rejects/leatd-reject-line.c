/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-reject-line.c - a reject as a line of JSON, and back */
#include "leatd-reject-line.h"
#include <string.h>
#include <json-glib/json-glib.h>

#define TEXT_BYTES 256 /* shown as text: enough to know it again, all of it is in base64 */

/* what a peer said, if one did */
static void
append_answer (GString *json, const LeatdReject *reject)
{
  gsize length;
  const guint8 *data;
  g_autofree char *text = NULL;

  if (reject->status != 0)
    g_string_append_printf (json, ",\"status\":%u", reject->status);
  if (reject->answer == NULL)
    return;
  data = g_bytes_get_data (reject->answer, &length);
  text = leat_escape_do (data, length);
  g_string_append (json, ",\"answer\":");
  leat_json_append_string (json, text, -1);
}

/**
 * leatd_reject_line_append:
 * @json: grows by a line, with its \n
 * @id: of the reject
 * @reject: what was refused
 *
 * Any thread.
 */
void
leatd_reject_line_append (GString *json, guint64 id, const LeatdReject *reject)
{
  g_autofree char *text = leat_escape_do (reject->data, MIN (reject->length, TEXT_BYTES));
  char time[LEAT_VALUE_TEXT_MAX];

  leat_time_write (reject->arrival.time, time);
  g_string_append_printf (json, "{\"id\":%" G_GUINT64_FORMAT ",\"time\":\"%s\",\"source\":", id,
                          time);
  leat_json_append_string (json, reject->source, -1);
  g_string_append (json, ",\"stage\":");
  leat_json_append_string (json, reject->stage, -1);
  g_string_append (json, ",\"reason\":");
  leat_json_append_string (json, reject->reason, -1);
  append_answer (json, reject);
  g_string_append_printf (json,
                          ",\"offset\":%" G_GUINT64_FORMAT ",\"length\":%" G_GSIZE_FORMAT
                          ",\"raw\":",
                          reject->offset, reject->length);
  leat_json_append_base64 (json, reject->length > 0 ? reject->data : (const guint8 *) "",
                           reject->length);
  g_string_append (json, ",\"text\":");
  leat_json_append_string (json, text, -1);
  g_string_append (json, "}\n");
}

/**
 * leatd_reject_line_count:
 * @lines: (nullable): what leatd_reject_line_append() made; %NULL if @length is 0
 * @length: of @lines
 * @n_lines: (out): how many they are
 *
 * Counts without decoding: a quote inside of a string has a backslash before it, so that this mark
 * is nowhere else.
 *
 * Returns: the sum of their raw bytes
 */
guint64
leatd_reject_line_count (const char *lines, gsize length, guint64 *n_lines)
{
  static const char mark[] = ",\"length\":";
  const char *at = lines;
  const char *end;
  guint64 n_bytes = 0;

  *n_lines = 0;
  if (length == 0) /* an empty file is mapped nowhere */
    return 0;
  end = lines + length;
  while (at < end)
    {
      const char *newline = memchr (at, '\n', (gsize) (end - at));
      const char *hit;

      if (newline == NULL)
        break;
      hit = memmem (at, (gsize) (newline - at), mark, sizeof mark - 1);
      /* a newline stands behind the digits, so that they end */
      if (hit != NULL)
        n_bytes += g_ascii_strtoull (hit + sizeof mark - 1, NULL, 10);
      ++*n_lines;
      at = newline + 1;
    }
  return n_bytes;
}

static JsonNode *
find_value (JsonObject *object, const char *name, GType type, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type)
    return node;
  if (node == NULL)
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, "it lacks \"%s\"", name);
  else
    g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, "\"%s\" is of another type", name);
  return NULL;
}

static gboolean
read_number (JsonObject *object, const char *name, guint64 *number, GError **error)
{
  JsonNode *node = find_value (object, name, G_TYPE_INT64, error);

  if (node == NULL)
    return FALSE;
  if (json_node_get_int (node) < 0)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, "\"%s\" is negative", name);
      return FALSE;
    }
  *number = (guint64) json_node_get_int (node);
  return TRUE;
}

static gboolean
read_text (JsonObject *object, const char *name, char **text, GError **error)
{
  JsonNode *node = find_value (object, name, G_TYPE_STRING, error);

  if (node != NULL)
    *text = json_node_dup_string (node);
  return node != NULL;
}

/* neither need be there */
static gboolean
read_answer (LeatdRejectLine *self, JsonObject *object, GError **error)
{
  return (!json_object_has_member (object, "status") ||
          read_number (object, "status", &self->status, error)) &&
         (!json_object_has_member (object, "answer") ||
          read_text (object, "answer", &self->answer, error));
}

static gboolean
read_raw (LeatdRejectLine *self, JsonObject *object, GError **error)
{
  g_autofree char *base64 = NULL;
  guint64 expected;
  gsize length;
  guint8 *raw;

  if (!read_number (object, "length", &expected, error) ||
      !read_text (object, "raw", &base64, error))
    return FALSE;

  raw = g_base64_decode (base64, &length);
  self->raw = g_bytes_new_take (raw, length);
  if (length == expected)
    return TRUE;
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
               "\"raw\" is %" G_GSIZE_FORMAT " bytes, \"length\" says %" G_GUINT64_FORMAT, length,
               expected);
  return FALSE;
}

/**
 * leatd_reject_line_read:
 * @line: a line, with or without its \n
 * @length: of @line
 * @error: LEAT_ERROR_MALFORMED
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): what it says
 */
LeatdRejectLine *
leatd_reject_line_read (const char *line, gsize length, GError **error)
{
  g_autoptr (LeatdRejectLine) self = g_new0 (LeatdRejectLine, 1);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) reason = NULL;
  JsonNode *root = NULL;
  JsonObject *object;

  if (json_parser_load_from_data (parser, line, (gssize) length, &reason))
    root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED, "it is no JSON object");
      return NULL;
    }

  object = json_node_get_object (root);
  if (!read_number (object, "id", &self->id, error) ||
      !read_text (object, "time", &self->time, error) ||
      !read_text (object, "source", &self->source, error) ||
      !read_text (object, "stage", &self->stage, error) ||
      !read_text (object, "reason", &self->reason, error) || !read_answer (self, object, error) ||
      !read_number (object, "offset", &self->offset, error) || !read_raw (self, object, error) ||
      !read_text (object, "text", &self->text, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * leatd_reject_line_free:
 * @self: (transfer full) (nullable): a line that was read
 */
void
leatd_reject_line_free (LeatdRejectLine *self)
{
  if (self == NULL)
    return;

  g_free (self->time);
  g_free (self->source);
  g_free (self->stage);
  g_free (self->reason);
  g_free (self->answer);
  g_free (self->text);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self);
}
