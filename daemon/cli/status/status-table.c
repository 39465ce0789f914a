/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* status-table.c - a leatd's sources and sinks as a table */
#include "status-table.h"
#include "look/human-text.h"
#include "look/sparkline.h"
#include "status-notes.h"

#define NAME_MOST 24
#define PLUGIN 9 /* columns of it, with a blank before */
#define BARS_LEAST 8
#define BARS_WISHED 30 /* before the plugin has room */
#define ERROR_LEAST 24

#define BOLD "\033[1m"
#define PLAIN "\033[0m"

typedef struct {
  const LeatStatusPart *part;
  LeatStatusRates *rates;
  const LeatStatusLook *look;
} Cell;

/* one column, of sources and of sinks; the text it gives is (transfer full) */
typedef struct {
  const char *title;
  const char *sink_title;
  glong width;
  LeatTextFlags side;
  char *(*get) (const Cell *cell);
} Column;

static char *
get_state (const Cell *cell)
{
  return g_strdup (cell->part->state);
}

static char *
get_since (const Cell *cell)
{
  char text[LEAT_HUMAN_TEXT_MAX];

  return g_strdup (leat_human_duration (cell->look->now - cell->part->since, text));
}

static char *
dup_count (guint64 count)
{
  char text[LEAT_HUMAN_TEXT_MAX];

  return g_strdup (leat_human_count (count, text));
}

static char *
get_records (const Cell *cell)
{
  return dup_count (leat_status_part_get_records (cell->part));
}

static char *
get_rate (const Cell *cell)
{
  const double rate = cell->rates == NULL
                          ? -1
                          : leat_status_rates_get (cell->rates, cell->part, cell->look->seconds);
  char text[LEAT_HUMAN_TEXT_MAX];

  return g_strdup (leat_human_rate (rate, text));
}

static char *
get_rejects (const Cell *cell)
{
  return dup_count (leat_status_part_get_count (cell->part, "rejects"));
}

static char *
get_gaps_or_queue (const Cell *cell)
{
  return dup_count (
      leat_status_part_get_count (cell->part, cell->part->is_sink ? "queue_records" : "gaps"));
}

static char *
get_bytes_or_backlog (const Cell *cell)
{
  return dup_count (cell->part->is_sink ? cell->part->backlog
                                        : leat_status_part_get_count (cell->part, "bytes"));
}

/* behind the name, and the plugin where that has room */
static const Column columns[] = {
  { "STATE", "STATE", 10, LEAT_TEXT_PLAIN, get_state },
  { "SINCE", "SINCE", 5, LEAT_TEXT_RIGHT, get_since },
  { "RECORDS", "SAFE", 7, LEAT_TEXT_RIGHT, get_records },
  { "RATE", "RATE", 7, LEAT_TEXT_RIGHT, get_rate },
  { "REJECTS", "REJECTS", 7, LEAT_TEXT_RIGHT, get_rejects },
  { "GAPS", "QUEUE", 5, LEAT_TEXT_RIGHT, get_gaps_or_queue },
  { "BYTES", "BACKLOG", 7, LEAT_TEXT_RIGHT, get_bytes_or_backlog },
};

/* how the columns of a screen are shared out; 0: it has no room */
typedef struct {
  glong name;
  glong plugin;
  glong rest; /* behind all of them: bars, or the last error */
} Shares;

static Shares
share_out (const LeatStatus *status, const LeatStatusLook *look)
{
  Shares shares = { .name = 6 };
  glong left = MAX (look->width, LEAT_STATUS_TABLE_WIDTH);
  const glong least = look->bars ? BARS_LEAST + 1 : 0;

  for (guint i = 0; i < status->parts->len; i++)
    shares.name = MAX (shares.name,
                       leat_text_get_width (((LeatStatusPart *) status->parts->pdata[i])->name));
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    left -= columns[i].width + 1;
  shares.name = MIN (shares.name, MIN (NAME_MOST, left - least));
  left -= shares.name + least;
  if (left >= PLUGIN + (look->bars ? BARS_WISHED - BARS_LEAST : 0))
    {
      shares.plugin = PLUGIN - 1;
      left -= PLUGIN;
    }
  if (look->bars)
    shares.rest = left + BARS_LEAST;
  else if (left > ERROR_LEAST)
    shares.rest = left - 1;
  return shares;
}

static void
append_value (GString *text, const Column *column, const Cell *cell)
{
  g_autofree char *value = column->get (cell);
  const gboolean paint = cell->look->colour && column->get == get_state;

  if (paint)
    g_string_append (text, leat_status_paint (cell->part));
  leat_text_row_append (text, value, column->width, cell->look->flags | column->side);
  if (paint)
    g_string_append (text, PLAIN);
}

static void
append_titles (GString *text, gboolean sinks, const Shares *shares, const LeatStatusLook *look)
{
  g_autoptr (GString) row = g_string_new (NULL);

  leat_text_row_append (row, sinks ? "SINK" : "SOURCE", shares->name, look->flags);
  if (shares->plugin > 0)
    leat_text_row_append (row, "PLUGIN", shares->plugin, look->flags);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    leat_text_row_append (row, sinks ? columns[i].sink_title : columns[i].title, columns[i].width,
                          look->flags | columns[i].side);
  if (shares->rest > 0 && look->bars)
    g_string_append_printf (row, "LAST %lds", MIN (shares->rest, LEAT_STATUS_RATES_MAX - 1));
  else if (shares->rest > 0)
    leat_text_row_append (row, "LAST ERROR", shares->rest, look->flags);
  g_strchomp (row->str);
  g_string_append_printf (text, "%s%s%s\n", look->colour ? BOLD : "", row->str,
                          look->colour ? PLAIN : "");
}

static void
append_bars (GString *text, const Cell *cell, glong width)
{
  const guint n_rates = (guint) MIN (width, LEAT_STATUS_RATES_MAX - 1);
  double history[LEAT_STATUS_RATES_MAX];

  if (cell->rates == NULL)
    return;
  leat_status_rates_get_history (cell->rates, cell->part, history, n_rates);
  leat_sparkline_append (text, history, n_rates, n_rates, !(cell->look->flags & LEAT_TEXT_ASCII));
}

static void
append_row (GString *text, const Cell *cell, const Shares *shares)
{
  const LeatStatusPart *part = cell->part;
  const LeatStatusLook *look = cell->look;

  leat_text_row_append (text, part->name, shares->name, look->flags);
  if (shares->plugin > 0)
    leat_text_row_append (text, part->plugin, shares->plugin, look->flags);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    append_value (text, &columns[i], cell);
  if (shares->rest > 0 && look->bars)
    append_bars (text, cell, shares->rest);
  else if (shares->rest > 0)
    leat_text_row_append (text, part->last_error, shares->rest, look->flags);
  leat_text_row_end (text);
}

/* (transfer container): who needs somebody stands first */
static GPtrArray *
list_kind (const LeatStatus *status, gboolean sinks)
{
  GPtrArray *parts = g_ptr_array_new ();

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < status->parts->len; i++)
      {
        LeatStatusPart *part = status->parts->pdata[i];

        if (part->is_sink == sinks &&
            (leat_status_concern (part->state) == LEAT_STATUS_TROUBLE) == (pass == 0))
          g_ptr_array_add (parts, part);
      }
  return parts;
}

static void
append_kind (GString *text, const LeatStatus *status, gboolean sinks, LeatStatusRates *rates,
             const LeatStatusLook *look)
{
  g_autoptr (GPtrArray) parts = list_kind (status, sinks);
  const Shares shares = share_out (status, look);
  gboolean titled = FALSE;

  for (guint i = 0; i < parts->len; i++)
    {
      const Cell cell = { parts->pdata[i], rates, look };

      if (!titled)
        {
          g_string_append_c (text, '\n');
          append_titles (text, sinks, &shares, look);
        }
      titled = TRUE;
      append_row (text, &cell, &shares);
      leat_status_notes_append (text, cell.part, look, shares.rest > 0 && !look->bars);
    }
}

/**
 * leat_status_table_append:
 * @text: grows by whole lines
 * @status: what to show
 * @rates: (nullable): of it
 * @look: how
 *
 * The kind of each is the title of its first column; an empty line stands before each kind.
 */
void
leat_status_table_append (GString *text, const LeatStatus *status, LeatStatusRates *rates,
                          const LeatStatusLook *look)
{
  append_kind (text, status, FALSE, rates, look);
  append_kind (text, status, TRUE, rates, look);
}

static guint
count_kind (const LeatStatus *status, gboolean sinks)
{
  guint n = 0;

  for (guint i = 0; i < status->parts->len; i++)
    n += ((LeatStatusPart *) status->parts->pdata[i])->is_sink == sinks;
  return n;
}

/* "2 absent", of those that concern so much; @mark: before the first, "," before others */
static const char *
append_states (GString *text, const LeatStatus *status, LeatStatusConcern concern, const char *mark)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) states = g_ptr_array_new ();

  for (guint i = 0; i < status->parts->len; i++)
    {
      const LeatStatusPart *part = status->parts->pdata[i];
      const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, part->state));

      if (leat_status_concern (part->state) != concern)
        continue;
      if (n == 0)
        g_ptr_array_add (states, part->state);
      g_hash_table_insert (counts, part->state, GUINT_TO_POINTER (n + 1));
    }
  for (guint i = 0; i < states->len; i++)
    g_string_append_printf (text, "%s %u %s", i == 0 ? mark : ",",
                            GPOINTER_TO_UINT (g_hash_table_lookup (counts, states->pdata[i])),
                            (char *) states->pdata[i]);
  return states->len > 0 ? "," : mark;
}

/**
 * leat_status_table_append_heading:
 * @text: grows by a line, without its end
 * @status: what to show
 * @look: how
 *
 * What it is, for how long it runs, and how many are in which state, those in trouble first.
 */
void
leat_status_table_append_heading (GString *text, const LeatStatus *status,
                                  const LeatStatusLook *look)
{
  char runs[LEAT_HUMAN_TEXT_MAX];
  const char *mark = ";";
  const guint n_sources = count_kind (status, FALSE), n_sinks = count_kind (status, TRUE);

  g_string_append_printf (text, "leatd %s, %s for %s: %u source%s, %u sink%s", status->version,
                          status->state, leat_human_duration (look->now - status->start_time, runs),
                          n_sources, n_sources == 1 ? "" : "s", n_sinks, n_sinks == 1 ? "" : "s");
  mark = append_states (text, status, LEAT_STATUS_TROUBLE, mark);
  mark = append_states (text, status, LEAT_STATUS_PASSING, mark);
  append_states (text, status, LEAT_STATUS_WELL, mark);
}
