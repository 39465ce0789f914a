/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-machine-results.c - the results of a simulated machine, and what faults make of them */
#include "simulate-machine-private.h"
#include "leat-clock.h"
#include "leat-json.h"
#include "simulate-picture.h"
#include <string.h>

#define NOISE_SIZE  48
#define GAP_LONGEST 9

const char *
leat_simulated_machine_get_end (const LeatSimulatedWhole *self)
{
  return leat_simulated_machine_get (&self->base, "terminator");
}

/* any byte but those that end a result; the first is none that a reader may pass over as blank */
static void
say_noise (LeatSimulatedWhole *self)
{
  const char *end = leat_simulated_machine_get_end (self);
  gint32 length = g_rand_int_range (self->luck, 1, NOISE_SIZE);

  g_string_truncate (self->text, 0);
  g_string_append_c (self->text, (char) g_rand_int_range (self->luck, 0x80, 0x100));
  while (--length > 0)
    {
      guint8 byte = (guint8) g_rand_int_range (self->luck, 1, 0x100);

      g_string_append_c (self->text, (char) (strchr (end, byte) != NULL ? 0xff : byte));
    }
  g_string_append (self->text, end);

  leat_simulated_machine_begin_note (self, "noise");
  leat_simulated_machine_note_bytes (self);
  leat_simulated_machine_say (self, LEAT_SIMULATED_SPOILT, LEAT_SIMULATED_NOISE);
}

/* all cameras of a part are left out together, so that parts stay parts */
static void
take_gap (LeatSimulatedWhole *self)
{
  if (self->gap == 0 || self->camera != 0)
    return;

  leat_simulated_machine_begin_note (self, "gap");
  leat_simulated_machine_note_number (self, "first", self->number);
  leat_simulated_machine_note_number (self, "count", self->gap);
  g_string_truncate (self->text, 0);
  leat_simulated_machine_say (self, LEAT_SIMULATED_SPOILT, LEAT_SIMULATED_GAP);
  self->number += self->gap;
  self->gap = 0;
}

/**
 * leat_simulated_machine_count_values:
 * @machine: a machine
 *
 * Returns: values of a result of the program that is chosen
 */
guint
leat_simulated_machine_count_values (const LeatSimulatedMachine *machine)
{
  const LeatSimulatedWhole *self = (const LeatSimulatedWhole *) machine;

  for (guint i = 0; i < self->program_values->len; i++)
    {
      const LeatSimulatedProgramValues *pair = &g_array_index (self->program_values,
                                                               LeatSimulatedProgramValues, i);

      if (pair->program == self->base.program)
        return pair->values;
    }
  return leat_simulated_machine_get_number (&self->base, "values");
}

static void
draw_values (LeatSimulatedWhole *self, LeatSimulatedResult *result, LeatSimulatedFault fault)
{
  static const LeatSimulatedState states[LEAT_SIMULATED_FAULTS] = {
    [LEAT_SIMULATED_BAD] = LEAT_SIMULATED_NO_NUMBER,
    [LEAT_SIMULATED_MISSING] = LEAT_SIMULATED_NOT_MEASURED,
    [LEAT_SIMULATED_SATURATED] = LEAT_SIMULATED_BEYOND,
  };

  for (guint i = 0; i < result->n_values; i++)
    {
      static const gint64 bases[] = { 1400, 1800, -900 };

      result->values[i].measure = bases[i % G_N_ELEMENTS (bases)] +
                                  (gint64) g_rand_int_range (self->random, 0, 600);
    }
  if (result->n_values > 0 && fault < LEAT_SIMULATED_FAULTS)
    result->values[0].state = states[fault];
}

static void
fill_result (LeatSimulatedWhole *self, LeatSimulatedResult *result, LeatSimulatedFault fault)
{
  result->number = self->number;
  result->camera = self->camera + 1;
  result->program = self->base.program;
  result->is_good = (guint) g_rand_int_range (self->random, 0, 100) >=
                    leat_simulated_machine_get_number (&self->base, "bad-parts");
  result->n_values = leat_simulated_machine_count_values (&self->base);
  result->is_foreign = fault == LEAT_SIMULATED_CODE_PAGE;
  result->time = self->clock < 0
                     ? leat_clock_now ().time / LEAT_NSEC_PER_SEC
                     : self->clock + (gint64) (self->made - 1) * self->step / LEAT_NSEC_PER_SEC;
  result->random = self->random;
  draw_values (self, result, fault);

  self->camera++;
  if (self->camera < leat_simulated_machine_get_number (&self->base, "cameras"))
    return;
  self->camera = 0;
  self->number++;
}

static void
note_result (LeatSimulatedWhole *self, const LeatSimulatedResult *result, const char *event,
             LeatSimulatedFault fault, guint64 trigger)
{
  leat_simulated_machine_begin_note (self, event);
  leat_simulated_machine_note_number (self, "result", self->made);
  leat_simulated_machine_note_number (self, "number", result->number);
  leat_simulated_machine_note_number (self, "camera", result->camera);
  leat_simulated_machine_note_number (self, "program", result->program);
  if (trigger > 0)
    leat_simulated_machine_note_number (self, "trigger", trigger);
  if (fault < LEAT_SIMULATED_FAULTS)
    leat_simulated_machine_note_text (self, "fault", leat_simulated_fault_names[fault]);
  leat_simulated_machine_note_text (self, "judgement", result->is_good ? "good" : "bad");
  g_string_append (self->note, ",\"values\":[");
  for (guint i = 0; i < result->told->len; i++)
    {
      const char *value = g_ptr_array_index (result->told, i);

      if (i > 0)
        g_string_append_c (self->note, ',');
      if (value != NULL)
        leat_json_append_string (self->note, value, -1);
      else
        g_string_append (self->note, "null");
    }
  g_string_append_c (self->note, ']');
  leat_simulated_machine_note_bytes (self);
}

/* with a drop folder only */
static void
drop_picture (LeatSimulatedWhole *self, const LeatSimulatedResult *result)
{
  const char *folder = leat_simulated_machine_get (&self->base, "pictures");
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (*folder == '\0')
    return;
  name = leat_simulated_picture_drop (folder, result, &error);
  if (name == NULL)
    g_printerr ("leat simulate: pictures: %s\n", error->message);
}

/* with somebody to push it to only */
static void
push_picture (LeatSimulatedWhole *self, const LeatSimulatedResult *result)
{
  g_autoptr (GError) error = NULL;

  if (!leat_simulated_push_send (self->push, &self->base, result, &error))
    g_printerr ("leat simulate: push: %s\n", error->message);
}

/* bytes of a result of @length that are none on their own; a code of one form is not whole with any
 * byte less */
static gsize
count_certain (const LeatSimulatedWhole *self, gsize length)
{
  if (leat_simulated_has_fixed_codes (&self->base))
    return MAX (length, 1) - 1;
  return MIN (length, self->base.family->certain);
}

/* what @fault leaves of the result in text, of which the last @behind bytes are none of it */
static void
spoil (LeatSimulatedWhole *self, LeatSimulatedFault fault, gsize behind)
{
  const char *end = leat_simulated_machine_get_end (self);
  gsize most = self->text->len - behind - strlen (end);

  if (fault == LEAT_SIMULATED_CUT)
    most = count_certain (self, most);
  g_string_truncate (self->text,
                     (gsize) g_rand_int_range (self->luck, 1, (gint32) MAX (most, 1) + 1));
  if (fault == LEAT_SIMULATED_CUT)
    g_string_append (self->text, end);
}

static gboolean
is_spoilt (LeatSimulatedFault fault)
{
  return fault == LEAT_SIMULATED_CUT || fault == LEAT_SIMULATED_HANGUP ||
         fault == LEAT_SIMULATED_POWER;
}

static LeatSimulatedFault
draw (LeatSimulatedWhole *self, LeatSimulatedFault first, LeatSimulatedFault last,
      guint64 remaining)
{
  return leat_simulated_plan_draw (&self->plan, first, last, self->made, remaining, self->luck);
}

/**
 * leat_simulated_machine_measure:
 * @machine: a machine
 * @remaining: results that are still to come, with this one
 * @trigger: number of the command that has triggered it; 0: something else has
 *
 * Makes the next result, with its faults.
 *
 * Returns: the fault that has struck it: behind LEAT_SIMULATED_HANGUP and LEAT_SIMULATED_POWER
 *   there is nothing more on this line
 */
LeatSimulatedFault
leat_simulated_machine_measure (LeatSimulatedMachine *machine, guint64 remaining, guint64 trigger)
{
  LeatSimulatedWhole *self = (LeatSimulatedWhole *) machine;
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  LeatSimulatedResult result = { .told = told, .is_asked = trigger > 0 };
  LeatSimulatedFault fault = LEAT_SIMULATED_FAULTS;

  self->made++;
  if (self->plan.any)
    {
      if (draw (self, LEAT_SIMULATED_NOISE, LEAT_SIMULATED_NOISE, remaining) !=
          LEAT_SIMULATED_FAULTS)
        say_noise (self);
      if (draw (self, LEAT_SIMULATED_GAP, LEAT_SIMULATED_GAP, remaining) != LEAT_SIMULATED_FAULTS)
        self->gap += (guint) g_rand_int_range (self->luck, 1, GAP_LONGEST + 1);
      take_gap (self);
      fault = draw (self, LEAT_SIMULATED_FIRST_OF_RESULT, LEAT_SIMULATED_LAST_OF_RESULT, remaining);
    }

  fill_result (self, &result, fault);
  g_string_truncate (self->text, 0);
  drop_picture (self, &result);
  push_picture (self, &result);
  machine->family->result (machine, &result, self->text);
  if (is_spoilt (fault))
    spoil (self, fault, result.behind);
  note_result (self, &result, is_spoilt (fault) ? leat_simulated_fault_names[fault] : "result",
               fault, trigger);
  leat_simulated_machine_say (self,
                              is_spoilt (fault) ? LEAT_SIMULATED_SPOILT : LEAT_SIMULATED_RESULT,
                              fault);
  return fault;
}
