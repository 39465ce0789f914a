/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-machine-notes.c - what a simulated machine tells the ledger of what it says */
#include "leat-host.h"
#include "simulate-machine-private.h"

void
leat_simulated_machine_begin_note (LeatSimulatedWhole *self, const char *event)
{
  g_string_printf (self->note,
                   "\"event\":\"%s\",\"life\":%" G_GUINT64_FORMAT
                   ",\"connection\":%" G_GUINT64_FORMAT,
                   event, self->base.life, self->base.connections);
}

void
leat_simulated_machine_note_number (LeatSimulatedWhole *self, const char *name, guint64 number)
{
  g_string_append_printf (self->note, ",\"%s\":%" G_GUINT64_FORMAT, name, number);
}

void
leat_simulated_machine_note_text (LeatSimulatedWhole *self, const char *name, const char *text)
{
  g_string_append_printf (self->note, ",\"%s\":", name);
  leat_json_append_string (self->note, text, -1);
}

void
leat_simulated_machine_note_bytes (LeatSimulatedWhole *self)
{
  g_autofree char *text = leat_escape_do (self->text->str, self->text->len);

  leat_simulated_machine_note_text (self, "text", text);
}

void
leat_simulated_machine_say (LeatSimulatedWhole *self, LeatSimulatedKind kind,
                            LeatSimulatedFault fault)
{
  const LeatSimulatedPiece piece = { .bytes = (const guint8 *) self->text->str,
                                     .length = self->text->len,
                                     .kind = kind,
                                     .fault = fault,
                                     .note = self->note->str };

  self->say (&piece, self->user_data);
}
