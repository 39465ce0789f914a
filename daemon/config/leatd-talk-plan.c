/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-talk-plan.c - what a source says to its device by itself, and what it awaits */
#include "config/leatd-talk-plan.h"
#include <string.h>

/* what a link takes at once */
#define FILE_SIZE (64 * 1024)

typedef struct {
  const LeatdTalkSettings *settings;
  const LeatGroup *group;
  LeatFaults *faults;
  LeatdTalkPlan *plan;
} Judge;

static void
line_free (gpointer data)
{
  LeatdTalkLine *self = data;

  g_free (self->name);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  leatd_pattern_free (self->answer);
  leatd_pattern_free (self->until);
  g_free (self);
}

LeatdTalkPlan *
leatd_talk_plan_ref (LeatdTalkPlan *self)
{
  g_atomic_int_inc (&self->references);
  return self;
}

void
leatd_talk_plan_unref (LeatdTalkPlan *self)
{
  if (!g_atomic_int_dec_and_test (&self->references))
    return;
  g_ptr_array_unref (self->connect);
  g_ptr_array_unref (self->polls);
  g_ptr_array_unref (self->named);
  g_strfreev (self->names);
  leatd_day_times_free (self->times);
  g_free (self);
}

const LeatdTalkLine *
leatd_talk_plan_find_named (const LeatdTalkPlan *self, const char *name)
{
  for (guint i = 0; self != NULL && i < self->named->len; i++)
    {
      const LeatdTalkLine *line = g_ptr_array_index (self->named, i);

      if (g_str_equal (line->name, name))
        return line;
    }
  return NULL;
}

char *
leatd_talk_plan_list_named (const LeatdTalkPlan *self)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; self != NULL && i < self->named->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((LeatdTalkLine *) g_ptr_array_index (self->named, i))->name);
  return g_string_free (names, FALSE);
}

static guint
count (char **list)
{
  return list != NULL ? g_strv_length (list) : 0;
}

/* NULL: there is none, or it is a fault of @key */
static LeatdPattern *
judge_pattern (const Judge *self, const char *key, const char *text)
{
  g_autoptr (GError) error = NULL;
  LeatdPattern *pattern = text != NULL ? leatd_pattern_new (text, &error) : NULL;

  if (error != NULL)
    leat_group_fault (self->group, key, self->faults, "%s", error->message);
  return pattern;
}

/* --- once the device was opened --- */

static LeatdTalkLine *
add_connect_line (const Judge *self, char *name /* (transfer full) */, GBytes *bytes)
{
  LeatdTalkLine *line = g_new0 (LeatdTalkLine, 1);

  line->name = name;
  line->bytes = bytes;
  g_ptr_array_add (self->plan->connect, line);
  return line;
}

static void
add_connect_file (const Judge *self)
{
  const char *path = self->settings->connect_file;
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;

  if (self->settings->connect != NULL)
    leat_group_fault (self->group, "on-connect-file", self->faults,
                      "on-connect= is there too; just one of them is right");
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    leat_group_fault (self->group, "on-connect-file", self->faults, "%s: is no file", path);
  else if (!g_file_get_contents (path, &data, &length, &error))
    leat_group_fault (self->group, "on-connect-file", self->faults, "%s", error->message);
  else if (length == 0 || length > FILE_SIZE)
    leat_group_fault (self->group, "on-connect-file", self->faults,
                      "%s has %" G_GSIZE_FORMAT " bytes; 1 to %d are right", path, length,
                      FILE_SIZE);
  else
    {
      add_connect_line (self, g_strdup ("on-connect-file="), g_bytes_new_take (data, length));
      return;
    }
  g_free (data);
}

static void
add_connect_answers (const Judge *self, guint first)
{
  char **answers = self->settings->connect_answer;
  const guint n_lines = self->plan->connect->len - first;

  if (count (answers) > n_lines)
    leat_group_fault (self->group, "on-connect-answer", self->faults,
                      "has %u answers to %u that %s sent; on-connect= says what is sent",
                      count (answers), n_lines, n_lines == 1 ? "is" : "are");
  for (guint i = 0; i < count (answers) && i < n_lines; i++)
    ((LeatdTalkLine *) g_ptr_array_index (self->plan->connect, first + i))->answer =
        judge_pattern (self, "on-connect-answer", answers[i]);
}

static void
judge_connect (const Judge *self)
{
  const LeatdTalkSettings *settings = self->settings;
  guint first;

  if (settings->connect_await != NULL)
    add_connect_line (self, g_strdup ("on-connect-await="), NULL)->answer =
        judge_pattern (self, "on-connect-await", settings->connect_await);
  first = self->plan->connect->len;
  for (guint i = 0; settings->connect != NULL && i < settings->connect->len; i++)
    add_connect_line (self, g_strdup_printf ("on-connect= %u of %u", i + 1, settings->connect->len),
                      g_bytes_ref (g_ptr_array_index (settings->connect, i)));
  if (settings->connect_file != NULL)
    add_connect_file (self);
  add_connect_answers (self, first);
}

/* --- polls --- */

/* as the key file spells it, but for the end of its line */
static char *
name_bytes (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  while (length > 1 && (data[length - 1] == '\r' || data[length - 1] == '\n'))
    length--;
  return leat_escape_do (data, length);
}

static gboolean
has_name (const Judge *self, const char *name)
{
  for (guint i = 0; i < self->plan->polls->len; i++)
    if (g_str_equal (((LeatdTalkLine *) g_ptr_array_index (self->plan->polls, i))->name, name))
      return TRUE;
  return FALSE;
}

/* that of the command, or that of all */
static const char *
pick (char **list, guint i)
{
  return count (list) == 0 ? NULL : count (list) == 1 ? list[0] : list[i];
}

static void
add_poll (const Judge *self, guint i)
{
  const LeatdTalkSettings *settings = self->settings;
  LeatdTalkLine *line = g_new0 (LeatdTalkLine, 1);

  line->bytes = g_bytes_ref (g_ptr_array_index (settings->commands, i));
  line->name = settings->names != NULL ? g_strdup (settings->names[i]) : name_bytes (line->bytes);
  line->answer = judge_pattern (self, "poll-answer", pick (settings->answers, i));
  line->until = judge_pattern (self, "poll-until", pick (settings->until, i));
  if (settings->names != NULL && has_name (self, line->name))
    leat_group_fault (self->group, "poll-name", self->faults, "%s stands there twice", line->name);
  g_ptr_array_add (self->plan->polls, line);
}

/* a list has one for all, or one for each */
static gboolean
judge_number (const Judge *self, const char *key, char **list, gboolean one_for_all)
{
  const guint n = self->settings->commands->len;

  if (list == NULL || count (list) == n || (one_for_all && count (list) == 1))
    return TRUE;
  leat_group_fault (self->group, key, self->faults,
                    "has %u for %u commands of poll-command=; %s%u "
                    "%s right",
                    count (list), n, one_for_all && n > 1 ? "one for all, or " : "", n,
                    n == 1 && !one_for_all ? "is" : "are");
  return FALSE;
}

static void
judge_times (const Judge *self)
{
  const LeatdTalkSettings *settings = self->settings;
  g_autoptr (GError) error = NULL;

  if (settings->interval > 0 && settings->times != NULL)
    leat_group_fault (self->group, "poll-times", self->faults,
                      "poll-interval= is there too; just one of them is right");
  else if (settings->interval == 0 && count (settings->times) == 0)
    leat_group_fault (self->group, "poll-command", self->faults,
                      "is never asked; poll-interval= or poll-times= says when");
  else if (settings->interval > 0 && settings->interval < 1000)
    leat_group_fault (self->group, "poll-interval", self->faults, "1ms is the least");
  if (settings->zone != NULL && settings->times == NULL)
    leat_group_fault (self->group, "poll-zone", self->faults,
                      "says nothing without poll-times=; leave it out");
  if (count (settings->times) == 0)
    return;
  self->plan->times = leatd_day_times_new ((const char *const *) settings->times,
                                           settings->zone != NULL ? settings->zone : "local",
                                           &error);
  if (error != NULL)
    leat_group_fault (self->group,
                      g_str_has_suffix (error->message, "tzdata)") ? "poll-zone" : "poll-times",
                      self->faults, "%s", error->message);
}

static void
judge_polls (const Judge *self)
{
  const LeatdTalkSettings *settings = self->settings;
  gboolean sound = judge_number (self, "poll-name", settings->names, FALSE);

  sound = judge_number (self, "poll-answer", settings->answers, TRUE) && sound;
  sound = judge_number (self, "poll-until", settings->until, TRUE) && sound;
  for (guint i = 0; sound && i < settings->commands->len; i++)
    add_poll (self, i);
  judge_times (self);
  if (settings->unasked == LEATD_UNASKED_RECORD && count (settings->answers) == 0)
    leat_group_fault (self->group, "poll-unasked", self->faults,
                      "without poll-answer= the first frame behind a question is its answer, "
                      "whatever it is; say there what answers look like");
  if (leat_group_find (self->group, "tag.command") != NULL)
    leat_group_fault (self->group, "tag.command", self->faults,
                      "is what records have the command in that they answer; another name is "
                      "right");
}

/* --- commands that have names --- */

static gboolean
judge_named_lists (const Judge *self)
{
  const LeatdTalkSettings *settings = self->settings;
  const guint n = settings->named->len;

  if (count (settings->named_names) != n)
    leat_group_fault (self->group, "command-name", self->faults,
                      "has %u for %u of command=; %u %s right", count (settings->named_names), n, n,
                      n == 1 ? "is" : "are");
  else if (count (settings->named_answers) > n)
    leat_group_fault (self->group, "command-answer", self->faults,
                      "has %u for %u of command=; at most %u %s right",
                      count (settings->named_answers), n, n, n == 1 ? "is" : "are");
  else
    return TRUE;
  return FALSE;
}

static void
add_named (const Judge *self, guint i)
{
  const LeatdTalkSettings *settings = self->settings;
  LeatdTalkLine *line;

  if (leatd_talk_plan_find_named (self->plan, settings->named_names[i]) != NULL)
    leat_group_fault (self->group, "command-name", self->faults, "%s stands there twice",
                      settings->named_names[i]);
  line = g_new0 (LeatdTalkLine, 1);
  line->name = g_strdup (settings->named_names[i]);
  line->bytes = g_bytes_ref (g_ptr_array_index (settings->named, i));
  if (i < count (settings->named_answers))
    line->answer = judge_pattern (self, "command-answer", settings->named_answers[i]);
  g_ptr_array_add (self->plan->named, line);
}

static void
judge_named (const Judge *self)
{
  static const char *const keys[] = { "command-name", "command-answer", "command-timeout" };

  if (self->settings->named != NULL && judge_named_lists (self))
    for (guint i = 0; i < self->settings->named->len; i++)
      add_named (self, i);
  for (guint i = 0; self->settings->named == NULL && i < G_N_ELEMENTS (keys); i++)
    if (leat_group_find (self->group, keys[i]) != NULL)
      leat_group_fault (self->group, keys[i], self->faults,
                        "says nothing without command=, what is sent");
}

/* keys that say something only beside another */
static void
judge_alone (const Judge *self)
{
  static const char *const keys[] = { "poll-name", "poll-interval", "poll-times", "poll-zone",
                                      "poll-timeout", "poll-answer", "poll-until", "poll-frames",
                                      "poll-unasked", "poll-settle", "poll-gap", "poll-failures" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (leat_group_find (self->group, keys[i]) != NULL)
      leat_group_fault (self->group, keys[i], self->faults,
                        "says nothing without poll-command=, what the device is asked");
}

static void
name_polls (LeatdTalkPlan *plan)
{
  plan->names = g_new0 (char *, plan->polls->len + 1);
  for (guint i = 0; i < plan->polls->len; i++)
    plan->names[i] = g_strdup (((LeatdTalkLine *) g_ptr_array_index (plan->polls, i))->name);
}

/**
 * leatd_talk_plan_new:
 * @group: where @settings are from
 *
 * Judges them together, and makes patterns of what is spelled as such.
 */
LeatdTalkPlan *
leatd_talk_plan_new (const LeatdTalkSettings *settings, const LeatGroup *group, LeatFaults *faults)
{
  const guint before = leat_faults_get_n (faults);
  g_autoptr (LeatdTalkPlan) plan = g_new0 (LeatdTalkPlan, 1);
  const Judge judge = { settings, group, faults, plan };

  plan->references = 1;
  plan->connect = g_ptr_array_new_with_free_func (line_free);
  plan->polls = g_ptr_array_new_with_free_func (line_free);
  plan->named = g_ptr_array_new_with_free_func (line_free);
  judge_connect (&judge);
  if (settings->commands != NULL)
    judge_polls (&judge);
  else
    judge_alone (&judge);
  judge_named (&judge);
  name_polls (plan);
  if (leat_faults_get_n (faults) > before ||
      plan->connect->len + plan->polls->len + plan->named->len == 0)
    return NULL;
  return g_steal_pointer (&plan);
}
