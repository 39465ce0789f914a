/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-clock.c - tests that ages grow by the time that really passed, whatever the clock says */
#include "buffer-clock.h"
#include "buffer-file.h"

#define HOUR (3600 * LEAT_NSEC_PER_SEC)
#define DAY  (24 * HOUR)
#define YEAR (365 * DAY)

typedef struct {
  BufferFile   file;
  BufferClock *clock;
  char        *told;   /* by the last call */
  LeatMoment   now;
} Fixture;

static LeatMoment
tell_time (gpointer data)
{
  return ((Fixture *) data)->now;
}

static void
begin (Fixture *self)
{
  g_clear_pointer (&self->told, g_free);
  self->clock = buffer_clock_new ();
  g_assert_true (buffer_clock_load (self->clock, self->file.database, &self->told, NULL));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->now = (LeatMoment) { 50 * YEAR, HOUR };
  leat_clock_inject (tell_time, self);
  buffer_file_init (&self->file);
  begin (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  buffer_clock_free (self->clock);
  buffer_file_clear (&self->file);
  leat_clock_inject (NULL, NULL);
  g_free (self->told);
}

/* so much later, of which the machine's clock shows @set more, or less */
static gint64
pass (Fixture *self, gint64 step, gint64 set)
{
  self->now.time += step + set;
  self->now.monotonic += step;
  g_clear_pointer (&self->told, g_free);
  return buffer_clock_tick (self->clock, &self->told);
}

static void
end (Fixture *self, gboolean in_any_case)
{
  g_autoptr (GError) error = NULL;

  buffer_clock_save (self->clock, self->file.database, in_any_case, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->clock, buffer_clock_free);
}

/* the machine is off for so long, and its clock shows @set more, or less; then it has been on for
 * an hour */
static void
boot (Fixture *self, gint64 off, gint64 set)
{
  end (self, TRUE);
  g_assert_true (
      buffer_database_run (self->file.database, "UPDATE clock SET boot = 'another'", NULL));
  self->now.time += off + set;
  self->now.monotonic = HOUR;
  begin (self);
}

static void
test_runs (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (pass (self, 0, 0), ==, 0);
  g_assert_cmpint (pass (self, HOUR, 0), ==, HOUR);
  g_assert_cmpint (pass (self, 3 * YEAR, 0), ==, HOUR + 3 * YEAR);
  g_assert_null (self->told);
}

/* it is right at last: by a battery that was empty, or by somebody's mistake */
static void
test_set (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (pass (self, HOUR, 50 * YEAR), ==, HOUR);
  g_assert_true (
      g_str_has_prefix (self->told, "the machine's clock was set forward by 18250 days"));
  g_assert_cmpint (pass (self, HOUR, -100 * YEAR), ==, 2 * HOUR);
  g_assert_true (g_str_has_prefix (self->told, "the machine's clock was set back by 36500 days"));
  /* this is how it is adjusted all the time */
  g_assert_cmpint (pass (self, HOUR, LEAT_NSEC_PER_SEC), ==, 3 * HOUR);
  g_assert_null (self->told);
}

/* a restart of leatd: the machine has been on */
static void
test_restart (Fixture *self, gconstpointer data)
{
  pass (self, HOUR, 0);
  end (self, TRUE);
  self->now.time -= 10 * YEAR;
  self->now.monotonic += 5 * DAY;
  begin (self);
  g_assert_null (self->told);
  g_assert_cmpint (pass (self, HOUR, 0), ==, 5 * DAY + 2 * HOUR);
}

typedef struct {
  const char *name;
  gint64      off;
  gint64      set;
  gint64      counts;
  const char *told;
} Off;

static const Off offs[] = {
  { "night", 9 * HOUR, 0, 9 * HOUR, NULL },
  { "holiday", 20 * DAY, 0, DAY, "by the machine's clock the store was last open 20 days ago, *" },
  { "1970", HOUR, -50 * YEAR, 0, "the machine's clock is 18249 days earlier than *" },
  { "2099", HOUR, 73 * YEAR, DAY, "by the machine's clock the store was last open 26645 days *" },
};

static void
test_off (Fixture *self, gconstpointer data)
{
  const Off *off = data;

  pass (self, HOUR, 0);
  boot (self, off->off, off->set);
  if (off->told != NULL)
    g_assert_true (g_pattern_match_simple (off->told, self->told));
  else
    g_assert_null (self->told);
  g_assert_cmpint (pass (self, 0, 0), ==, HOUR + off->counts);
  /* and then it is set right */
  g_assert_cmpint (pass (self, HOUR, -off->set), ==, 2 * HOUR + off->counts);
}

/* it is not written for each tick, and a kill costs nothing */
static void
test_saved_seldom (Fixture *self, gconstpointer data)
{
  g_assert_true (buffer_clock_save (self->clock, self->file.database, FALSE, NULL));
  buffer_file_expect (&self->file, "SELECT passed FROM clock", "0");
  pass (self, HOUR / 2, 0);
  end (self, FALSE);
  buffer_file_expect (&self->file, "SELECT passed FROM clock", "0");
  begin (self);
  g_assert_cmpint (pass (self, HOUR / 2, 0), ==, HOUR);
  end (self, FALSE);
  buffer_file_expect (&self->file, "SELECT passed FROM clock", "3600000000000");
  begin (self);
}

/* a file that was salvaged has moments, and no clock */
static void
test_lost (Fixture *self, gconstpointer data)
{
  g_assert_true (buffer_database_run (self->file.database,
                                      "INSERT INTO moments (kind, passed, up_to) VALUES (0, 77, 5)",
                                      NULL));
  buffer_clock_free (self->clock);
  begin (self);
  g_assert_cmpint (pass (self, 0, 0), ==, 77);
}

#define ADD(name, data, function) \
  g_test_add ("/buffer-clock/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("runs", NULL, test_runs);
  ADD ("set", NULL, test_set);
  ADD ("restart", NULL, test_restart);
  ADD ("saved-seldom", NULL, test_saved_seldom);
  ADD ("lost", NULL, test_lost);
  for (guint i = 0; i < G_N_ELEMENTS (offs); i++)
    {
      g_autofree char *path = g_strconcat ("/buffer-clock/off/", offs[i].name, NULL);

      g_test_add (path, Fixture, &offs[i], set_up, test_off, tear_down);
    }
  return g_test_run ();
}
