/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-json.c - a leatd, its sources and sinks as JSON */
#include "status-json.h"
#include "look/answer.h"
#include "leat-value.h"

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
    leat_answer_add_number (builder, name, count);
  json_builder_end_object (builder);
}

static void
add_part (JsonBuilder *builder, const LeatStatusPart *part)
{
  json_builder_begin_object (builder);
  leat_answer_add_text (builder, "name", part->name);
  leat_answer_add_text (builder, "kind", leat_status_part_get_kind (part));
  leat_answer_add_text (builder, "plugin", part->plugin);
  leat_answer_add_texts (builder, "third_parties", (const char *const *) part->third_parties);
  leat_answer_add_text (builder, "state", part->state);
  leat_answer_add_text (builder, "reason", part->reason);
  add_time (builder, "since", part->since);
  leat_answer_add_text (builder, "last_error", part->last_error);
  if (part->is_sink)
    {
      leat_answer_add_flag (builder, "online", part->online);
      leat_answer_add_number (builder, "backlog", (gint64) part->backlog);
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
  leat_answer_add_text (builder, "version", status->version);
  leat_answer_add_text (builder, "state", status->state);
  add_time (builder, "start_time", status->start_time);
  leat_answer_add_texts (builder, "config_files", (const char *const *) status->config_files);
  json_builder_set_member_name (builder, "components");
  json_builder_begin_array (builder);
  for (guint i = 0; i < status->parts->len; i++)
    add_part (builder, status->parts->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, pretty);
}
