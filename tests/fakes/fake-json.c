/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-json.c - how a service of Django REST framework reads and refuses, as it was recorded */
#include "fake-json.h"
#include <math.h>
#include <string.h>

void
fake_answer (SoupServerMessage *message, guint status, GString *json)
{
  gsize length = json->len;

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE,
                                    g_string_free (json, FALSE), length);
}

void
fake_answer_text (SoupServerMessage *message, guint status, const char *json)
{
  fake_answer (message, status, g_string_new (json));
}

void
fake_answer_crash (SoupServerMessage *message)
{
  static const char page[] =
      "\n<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>Server Error (500)</title>\n"
      "</head>\n<body>\n  <h1>Server Error (500)</h1><p></p>\n</body>\n</html>\n";

  soup_server_message_set_status (message, 500, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, page,
                                    sizeof page - 1);
}

void
fake_answer_slash (SoupServerMessage *message, const char *path)
{
  g_autofree char *location = g_strconcat (path, "/", NULL);

  soup_server_message_set_status (message, 301, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location",
                                location);
}

static gboolean
is_json (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autoptr (GString) json = NULL;

  if (type != NULL && g_ascii_strcasecmp (type, "application/json") == 0)
    return TRUE;
  json = g_string_new (NULL);
  g_string_printf (json, "{\"detail\":\"Unsupported media type \\\"%s\\\" in request.\"}",
                   type != NULL ? type : "");
  fake_answer (message, 415, g_steal_pointer (&json));
  return FALSE;
}

static JsonNode *
parse (const char *text, gssize length)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!json_parser_load_from_data (parser, text, length, NULL))
    return NULL;
  return json_parser_steal_root (parser);
}

JsonObject *
fake_read_object (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (JsonNode) node = NULL;

  if (!is_json (message))
    return NULL;
  node = parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  if (node == NULL)
    {
      fake_answer_text (message, 400,
                        "{\"detail\":\"JSON parse error - Expecting value: line 1 column 1 "
                        "(char 0)\"}");
      return NULL;
    }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      JsonNode *inner = parse (json_node_get_string (node), -1);

      g_clear_pointer (&node, json_node_unref);
      node = inner;
    }
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      fake_answer_crash (message);
      return NULL;
    }
  return json_node_dup_object (node);
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* a number as text, with blanks around it, as Python's float() takes it */
static gboolean
read_number (const char *text, double *number)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  char *end;

  *number = g_ascii_strtod (stripped, &end);
  return *stripped != '\0' && *end == '\0';
}

gboolean
fake_is_number (JsonNode *node, double *number)
{
  *number = NAN;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (is_text (node))
    return read_number (json_node_get_string (node), number);
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return FALSE;
  *number = json_node_get_double (node);
  return TRUE;
}

gboolean
fake_is_integer (JsonNode *node, gint64 *integer)
{
  double number;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node) || !fake_is_number (node, &number) ||
      isnan (number) || number != floor (number))
    return FALSE;
  *integer = (gint64) number;
  return TRUE;
}

char *
fake_read_time (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Taipei");
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) shown = NULL;
  g_autofree char *spelled = g_strdup (text);

  if (strlen (spelled) > 10 && spelled[10] == ' ')
    spelled[10] = 'T';
  if (strlen (spelled) < 16 || spelled[4] != '-' || spelled[7] != '-')
    return NULL;
  time = g_date_time_new_from_iso8601 (spelled, zone);
  if (time == NULL)
    return NULL;
  shown = g_date_time_to_timezone (time, zone);
  return g_date_time_format (shown, g_date_time_get_microsecond (shown) > 0
                                        ? "%Y-%m-%dT%H:%M:%S.%f%:z"
                                        : "%Y-%m-%dT%H:%M:%S%:z");
}

void
fake_append_number (GString *json, double number)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (number))
    {
      g_string_append (json, "null");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], number);
      if (g_ascii_strtod (text, NULL) == number)
        break;
    }
  g_string_append (json, text);
  if (strpbrk (text, ".en") == NULL)
    g_string_append (json, ".0");
}

void
fake_append_text (GString *json, const char *text)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *spelled = NULL;

  if (text != NULL)
    json_node_init_string (node, text);
  else
    json_node_init_null (node);
  spelled = json_to_string (node, FALSE);
  g_string_append (json, spelled);
}

void
fake_refuse (SoupServerMessage *message, const char *field, const char *format, ...)
{
  GString *json = g_string_new ("{");
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fake_append_text (json, field);
  g_string_append (json, ":[");
  fake_append_text (json, text);
  g_string_append (json, "]}");
  fake_answer (message, 400, json);
}
