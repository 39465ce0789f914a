/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* health-records.c - the records of health: what they look like, and how they are filled */
#include "health-records.h"

#define TEXT(NAME, SUMMARY) \
  { \
    .name = NAME, .type = LEAT_TYPE_STRING, .summary = SUMMARY \
  }
#define COUNT(NAME, UNIT, SUMMARY) \
  { \
    .name = NAME, .type = LEAT_TYPE_INT, .unit = UNIT, .summary = SUMMARY \
  }

/* what records of components begin with */
enum { NAME, PLUGIN, STATE, SINCE, N_HEADS };

#define HEADS \
  TEXT ("name", "Name of its group in the key file."), TEXT ("plugin", "Its class."), \
      TEXT ("state", "What it does: running, silent, held, absent, paused, stuck and so on."), \
  { \
    .name = "since", .type = LEAT_TYPE_TIME, .summary = "When it came into this state." \
  }

enum { LEVEL, COMPONENT, EVENT, TEXT_OF, ABOUT, N_EVENTS };

static const LeatField event_fields[] = {
  [LEVEL] = TEXT ("level", "How urgent it is: error, warning, info or debug."),
  [COMPONENT] = TEXT ("component", "Who it happened to: a source, a sink, rejects or leatd."),
  [EVENT] = TEXT ("event", "Its kind, a word that stays the same, such as silent, gap or drop."),
  [TEXT_OF] = TEXT ("text", "A sentence for people; of a drop it has the range of its records."),
  [ABOUT] = TEXT ("about", "The source whose records it is about, if that is another."),
  [N_EVENTS] = COUNT ("events", NULL, "Events that it stands for: more than 1 if it sums up."),
};

/* clock_offset is signed; all others only grow, but for pending_bytes and unread_bytes */
static const LeatField source_fields[] = {
  HEADS,
  COUNT ("bytes", "B", "Read from its link, or given by it."),
  COUNT ("record_bytes", "B", "In frames that became records."),
  COUNT ("reject_bytes", "B", "In rejects."),
  COUNT ("taken_bytes", "B", "Consumed by the device's grammar."),
  COUNT ("skipped_bytes", "B", "Skipped by the framer."),
  COUNT ("pending_bytes", "B", "That wait for the rest of their frame now."),
  COUNT ("frames", NULL, "Frames found."),
  COUNT ("records", NULL, "Records made."),
  COUNT ("batches", NULL, "Batches given to sinks."),
  COUNT ("rejects", NULL, "Frames that became no record, and bytes that became no frame."),
  COUNT ("connects", NULL, "Times that it was started."),
  COUNT ("failures", NULL, "Times that it failed."),
  COUNT ("line_errors", NULL, "Errors of the line of which its driver tells no more."),
  COUNT ("parity", NULL, "Bytes with a wrong parity."),
  COUNT ("framing", NULL, "Bytes without a stop bit."),
  COUNT ("overrun", NULL, "Times that bytes came faster than they were fetched."),
  COUNT ("buffer_overrun", NULL, "Times that the kernel had no room left for bytes."),
  COUNT ("breaks", NULL, "Breaks on the line."),
  COUNT ("output_drops", "B", "Bytes for the device that its link did not take."),
  COUNT ("unrecorded_bytes", "B", "That record= could not keep."),
  COUNT ("rotations", NULL, "Times that a followed file was moved away or deleted, and read out."),
  COUNT ("truncations", NULL, "Times that it was made shorter or written anew."),
  COUNT ("places_lost", NULL, "Times that what was read last was not found again."),
  COUNT ("unread_bytes", "B", "Of a followed file that stand there and were not read yet."),
  COUNT ("gaps", NULL, "Stretches of missing numbers in its counter."),
  COUNT ("missing", NULL, "Numbers in them."),
  COUNT ("repeats", NULL, "Numbers that came again."),
  COUNT ("resets", NULL, "Times that its counter began anew."),
  COUNT ("clock_offset", "ns", "How far the device's clock is before ours; less than 0: behind."),
  COUNT ("polls", NULL, "Questions that it was asked."),
  COUNT ("answers", NULL, "Of them those answered in time."),
  COUNT ("poll_timeouts", NULL, "Of them those that were not."),
  COUNT ("late_answers", NULL, "Answers that came too late, or twice."),
  COUNT ("unasked", NULL, "Frames that are the answer to nothing."),
  COUNT ("polls_left_out", NULL, "Rounds of questions for which there was no time."),
  COUNT ("answer_time", "ns", "From the last question that was answered to its answer."),
};

static const LeatField sink_fields[] = {
  HEADS,
  COUNT ("records", NULL, "Records routed to it; of a reader of a store, those it has read."),
  COUNT ("written", NULL, "Records it took; those offered again count again."),
  COUNT ("safe", NULL, "Records that are lasting."),
  COUNT ("rejects", NULL, "Records it refused."),
  COUNT ("drops", NULL, "Records that gave way as its queue was full."),
  COUNT ("dropped_batches", NULL, "Batches that gave way."),
  COUNT ("queue_records", NULL, "Records in its queue or its hands now, not yet safe."),
  COUNT ("queue_bytes", "B", "What its queue holds now."),
  COUNT ("batches", NULL, "Batches routed to it."),
  COUNT ("flushes", NULL, "Times that it made lasting what it had written."),
  COUNT ("opens", NULL, "Times that it was opened."),
  COUNT ("failures", NULL, "Times that it failed."),
  COUNT ("retries", NULL, "Records offered again, as they were not taken."),
  COUNT ("held", NULL, "Times that it was held."),
  COUNT ("acked", NULL, "Records that its store need not keep for it any more."),
  COUNT ("backlog", NULL, "Records that its store keeps for it now."),
  COUNT ("backlog_again", NULL, "Of those that were asked for once more."),
  COUNT ("oldest_age", "ns", "Time since the oldest of its backlog arrived; 0: there is none."),
};

#define TABLE(NAME, SUMMARY, FIELDS) \
  &(const LeatRecordTable) \
  { \
    .struct_size = sizeof (LeatRecordTable), .name = NAME, .summary = SUMMARY, .fields = FIELDS, \
    .n_fields = G_N_ELEMENTS (FIELDS) \
  }

const LeatRecordTable *const health_tables[HEALTH_N_KINDS + 1] = {
  [HEALTH_KIND_EVENT] = TABLE ("health-event", "Something that people should hear of.",
                               event_fields),
  [HEALTH_KIND_SOURCE] = TABLE ("health-source", "What a source has counted since leatd began.",
                                source_fields),
  [HEALTH_KIND_SINK] = TABLE ("health-sink", "What a sink has counted since leatd began.",
                              sink_fields),
};

void
health_append_event (LeatBatch *batch, const LeatOrigin *origin, const LeatEvent *event,
                     guint64 count)
{
  leat_batch_append (batch, origin, event->moment);
  leat_batch_set_string (batch, LEVEL, leat_level_get_name (event->level), -1);
  leat_batch_set_string (batch, COMPONENT, event->component, -1);
  leat_batch_set_string (batch, EVENT, event->event, -1);
  leat_batch_set_string (batch, TEXT_OF, event->text, -1);
  if (event->about != NULL)
    leat_batch_set_string (batch, ABOUT, event->about, -1);
  leat_batch_set_int (batch, N_EVENTS, (gint64) count);
}

/* a counter that this daemon does not have is missing in the record */
static void
set_counter (LeatBatch *batch, const LeatRecordTable *table, const char *name, gint64 value)
{
  for (guint i = N_HEADS; i < table->n_fields; i++)
    if (g_str_equal (table->fields[i].name, name))
      {
        leat_batch_set_int (batch, i, value);
        return;
      }
}

void
health_append_counters (LeatBatch *batch, const LeatOrigin *origin, LeatMoment now,
                        const LeatComponent *component)
{
  const LeatRecordTable *table =
      health_tables[component->is_sink ? HEALTH_KIND_SINK : HEALTH_KIND_SOURCE];

  leat_batch_append (batch, origin, now);
  leat_batch_set_string (batch, NAME, component->name, -1);
  leat_batch_set_string (batch, PLUGIN, component->plugin, -1);
  leat_batch_set_string (batch, STATE, component->state, -1);
  leat_batch_set_time (batch, SINCE, component->since);
  for (guint i = 0; component->counter_names[i] != NULL; i++)
    set_counter (batch, table, component->counter_names[i], component->counters[i]);
}
