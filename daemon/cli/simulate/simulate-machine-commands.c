/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-machine-commands.c - what a simulated machine hears, and how it answers */
#include "simulate-machine-private.h"

#define STX          0x02
#define ETX          0x03
#define COMMAND_SIZE 1024

/**
 * leat_simulated_machine_greet:
 * @machine: a machine
 *
 * Somebody connects, or it is switched on: it says what it says to that.
 */
void
leat_simulated_machine_greet (LeatSimulatedMachine *machine)
{
  LeatSimulatedWhole *self = (LeatSimulatedWhole *) machine;

  machine->connections++;
  machine->stage = 0;
  g_string_truncate (self->command, 0);
  g_string_truncate (self->text, 0);
  if (machine->family->greet != NULL)
    machine->family->greet (machine, self->text);
  leat_simulated_machine_begin_note (self, "open");
  leat_simulated_machine_note_bytes (self);
  leat_simulated_machine_say (self, LEAT_SIMULATED_GREETING, LEAT_SIMULATED_FAULTS);
}

static void
say_answer (LeatSimulatedWhole *self, LeatSimulatedFault fault)
{
  leat_simulated_machine_begin_note (self, "answer");
  leat_simulated_machine_note_text (self, "command", self->command->str);
  if (fault < LEAT_SIMULATED_FAULTS)
    leat_simulated_machine_note_text (self, "fault", leat_simulated_fault_names[fault]);
  leat_simulated_machine_note_bytes (self);
  leat_simulated_machine_say (self, LEAT_SIMULATED_ANSWER, fault);
}

static void
answer (LeatSimulatedWhole *self)
{
  const LeatSimulatedFamily *family = self->base.family;
  LeatSimulatedFault fault;

  g_string_truncate (self->text, 0);
  family->hear (&self->base, self->command->str, self->text);
  if (self->text->len == 0)
    {
      say_answer (self, LEAT_SIMULATED_FAULTS);
      return;
    }

  self->answers++;
  fault = leat_simulated_plan_draw (&self->plan, LEAT_SIMULATED_FIRST_OF_ANSWER,
                                    LEAT_SIMULATED_LAST_OF_ANSWER, self->answers, 1,
                                    self->answer_luck);
  if (fault == LEAT_SIMULATED_MUTE)
    g_string_truncate (self->text, 0);
  else if (fault == LEAT_SIMULATED_WRONG)
    {
      g_string_assign (self->text, family->wrong);
      g_string_append (self->text, leat_simulated_machine_get_end (self));
    }
  say_answer (self, fault);
  if (fault == LEAT_SIMULATED_DOUBLE)
    say_answer (self, fault);
}

static void
end_command (LeatSimulatedWhole *self)
{
  const LeatSimulatedFamily *family = self->base.family;

  if (family->hear != NULL && (self->command->len > 0 || family->hears_empty))
    answer (self);
  g_string_truncate (self->command, 0);
  self->base.framing = 0;
}

static void
hear_byte (LeatSimulatedWhole *self, guint8 byte)
{
  gboolean after_cr = self->after_cr;

  self->after_cr = byte == '\r';
  if (byte == '\r' || byte == '\0' || byte == ETX)
    end_command (self);
  else if (byte == '\n' && !after_cr)
    end_command (self);
  else if (byte == STX)
    {
      g_string_truncate (self->command, 0);
      self->base.framing = STX;
    }
  else if (byte != '\n' && self->command->len < COMMAND_SIZE)
    g_string_append_c (self->command, (char) byte);
}

/**
 * leat_simulated_machine_hear:
 * @machine: a machine
 * @bytes: what comes over its line
 * @length: of @bytes
 *
 * Hears commands: up to CR, LF, CR LF or NUL, or from STX to ETX; and answers.
 *
 * Returns: how many of them have it measure
 */
guint
leat_simulated_machine_hear (LeatSimulatedMachine *machine, const guint8 *bytes, gsize length)
{
  LeatSimulatedWhole *self = (LeatSimulatedWhole *) machine;
  guint triggered;

  for (gsize i = 0; i < length; i++)
    hear_byte (self, bytes[i]);

  triggered = self->triggered;
  self->triggered = 0;
  return triggered;
}
