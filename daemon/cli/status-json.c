/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-json.c - a leatd, its sources and sinks as JSON */
#include "status-json.h"
#include "leat-value.h"
#include <json-glib/json-glib.h>

static void
add_text (JsonBuilder *builder, const char *member, const char *text)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, text);
}

/* microseconds since 1970; 0: null */
static void
add_time (JsonBuilder *builder, const char *member, gint64 time)
{
  char text[LEAT_VALUE_TEXT_MAX];

  json_builder_set_member_name (builder, member);
  leat_time_write (time * 1000, text);
  if (time == 0)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, text);
}

static void
add_counters (JsonBuilder *builder, GVariant *counters)
{
  GVariantIter iter;
  const char *name;
  gint64 count;

  json_builder_set_member_name (builder, "counters");
  json_builder_begin_object (builder);
  g_variant_iter_init (&iter, counters);
  while (g_variant_iter_next (&iter, "{&sx}", &name, &count))
    {
      json_builder_set_member_name (builder, name);
      json_builder_add_int_value (builder, count);
    }
  json_builder_end_object (builder);
}

static void
add_part (JsonBuilder *builder, const LeatStatusPart *part)
{
  json_builder_begin_object (builder);
  add_text (builder, "name", part->name);
  add_text (builder, "kind", leat_status_part_get_kind (part));
  add_text (builder, "plugin", part->plugin);
  add_text (builder, "state", part->state);
  add_text (builder, "reason", part->reason);
  add_time (builder, "since", part->since);
  add_text (builder, "last_error", part->last_error);
  if (part->is_sink)
    {
      json_builder_set_member_name (builder, "online");
      json_builder_add_boolean_value (builder, part->online);
      json_builder_set_member_name (builder, "backlog");
      json_builder_add_int_value (builder, (gint64) part->backlog);
      add_time (builder, "oldest_undelivered", part->oldest);
    }
  add_counters (builder, part->counters);
  json_builder_end_object (builder);
}

/**
 * leat_status_to_json:
 * @status: as it is
 * @pretty: in several lines
 *
 * Returns: (transfer full): one object: version, state, start_time, config_files, components
 */
char *
leat_status_to_json (const LeatStatus *status, gboolean pretty)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "version", status->version);
  add_text (builder, "state", status->state);
  add_time (builder, "start_time", status->start_time);
  json_builder_set_member_name (builder, "config_files");
  json_builder_begin_array (builder);
  for (gsize i = 0; status->config_files[i] != NULL; i++)
    json_builder_add_string_value (builder, status->config_files[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "components");
  json_builder_begin_array (builder);
  for (guint i = 0; i < status->parts->len; i++)
    add_part (builder, status->parts->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, pretty);
}
