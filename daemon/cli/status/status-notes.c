/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-notes.c - what is to be known of a source or sink beside its row in the table */
#include "status-notes.h"
#include "look/human-text.h"

#define INDENT 4
#define AGE_LEAST G_USEC_PER_SEC /* of a backlog that is worth a word */

#define RED "\033[31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

const char *
leat_status_paint (const LeatStatusPart *part)
{
  static const char *const paints[] = {
    [LEAT_STATUS_WELL] = GREEN,
    [LEAT_STATUS_PASSING] = YELLOW,
    [LEAT_STATUS_TROUBLE] = RED,
  };

  return paints[leat_status_concern (part->state)];
}

/* "3 gaps", behind what is told already */
static void
append_fact (GString *facts, guint64 count, const char *one, const char *several)
{
  char text[LEAT_HUMAN_TEXT_MAX];

  if (count > 0)
    g_string_append_printf (facts, "%s%s %s", facts->len > 0 ? ", " : "",
                            leat_human_count (count, text), count == 1 ? one : several);
}

static void
append_source_facts (GString *facts, const LeatStatusPart *part)
{
  static const struct {
    const char *counter;
    const char *one;
    const char *several;
  } counters[] = {
    { "missing", "record missing", "records missing" },
    { "repeats", "repeated record", "repeated records" },
    { "parity", "parity error", "parity errors" },
    { "framing", "framing error", "framing errors" },
    { "overrun", "overrun", "overruns" },
    { "buffer_overrun", "buffer overrun", "buffer overruns" },
    { "breaks", "break", "breaks" },
    { "line_errors", "line error", "line errors" },
    { "output_drops", "byte not sent", "bytes not sent" },
    { "unrecorded_bytes", "byte not recorded", "bytes not recorded" },
    { "truncations", "file cut short", "files cut short" },
    { "places_lost", "place lost", "places lost" },
    { "unread_bytes", "byte not read yet", "bytes not read yet" },
    { "poll_timeouts", "poll not answered", "polls not answered" },
    { "late_answers", "late answer", "late answers" },
    { "polls_left_out", "poll left out", "polls left out" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (counters); i++)
    append_fact (facts, leat_status_part_get_count (part, counters[i].counter), counters[i].one,
                 counters[i].several);
}

static void
append_sink_facts (GString *facts, const LeatStatusPart *part, gint64 now)
{
  char age[LEAT_HUMAN_TEXT_MAX];

  append_fact (facts, leat_status_part_get_count (part, "drops"), "record dropped",
               "records dropped");
  if (part->oldest > 0 && part->backlog > 0 && now - part->oldest >= AGE_LEAST)
    g_string_append_printf (facts, "%sits backlog is %s old", facts->len > 0 ? ", " : "",
                            leat_human_duration (now - part->oldest, age));
}

static void
append_lines (GString *text, const char *lines, const LeatStatusLook *look, guint most,
              const char *paint)
{
  if (*lines == '\0')
    return;
  if (look->colour && paint != NULL)
    g_string_append (text, paint);
  leat_text_append_wrapped (text, lines, INDENT, MAX (look->width, LEAT_STATUS_TABLE_WIDTH), most,
                            look->flags);
  if (look->colour && paint != NULL)
    g_string_append (text, PLAIN);
}

/* whom else to ask when it is not well */
static void
append_third_parties (GString *text, const LeatStatusPart *part, const LeatStatusLook *look)
{
  g_autofree char *modules = g_strjoinv (", ", part->third_parties);
  g_autofree char *line = g_strconcat ("third-party: ", modules, NULL);

  if (*modules != '\0')
    append_lines (text, line, look, 1, NULL);
}

/**
 * leat_status_notes_append:
 * @text: grows by whole lines
 * @part: of which
 * @look: how; none if it has no lines for notes
 * @told: its last error stands in the row
 *
 * Why it is in trouble, what of its counters is not as it should be, and what was wrong before; and
 * whose code runs it, if that is not all Leat's own.
 */
void
leat_status_notes_append (GString *text, const LeatStatusPart *part, const LeatStatusLook *look,
                          gboolean told)
{
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *before = NULL;
  const gboolean is_well = leat_status_concern (part->state) == LEAT_STATUS_WELL;

  if (look->notes == 0)
    return;
  if (*part->reason != '\0')
    append_lines (text, part->reason, look, look->notes, is_well ? NULL : leat_status_paint (part));
  if (part->is_sink)
    append_sink_facts (facts, part, look->now);
  else
    append_source_facts (facts, part);
  append_lines (text, facts->str, look, look->notes, NULL);
  append_third_parties (text, part, look);
  if (told || *part->last_error == '\0' || g_str_equal (part->last_error, part->reason))
    return;
  before = g_strconcat ("last error: ", part->last_error, NULL);
  append_lines (text, before, look, 1, NULL);
}
