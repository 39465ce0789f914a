/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assembly-inputs.h - sources of a part, and records of theirs, for tests without a junction */
#pragma once
#include <string.h>
#include "assembly-shape.h"
#include "leat-host.h"

typedef struct {
  LeatSchema *camera;    /* num (counter), width (decimal), judged (judgement), at (time) */
  LeatSchema *scanner;   /* code (part) */
  LeatSchema *scale;     /* weight */
  LeatInput   inputs[4]; /* camera-0, scanner, camera_0, 9th (of scale) */
} Inputs;

static inline void
inputs_init (Inputs *self)
{
  static const LeatField camera[] = {
    { .name = "num", .type = LEAT_TYPE_INT, .role = LEAT_ROLE_COUNTER },
    { .name = "width", .type = LEAT_TYPE_DECIMAL, .unit = "mm" },
    { .name = "judged", .type = LEAT_TYPE_STRING, .role = LEAT_ROLE_JUDGEMENT },
    { .name = "at", .type = LEAT_TYPE_TIME, .role = LEAT_ROLE_TIME },
  };
  static const LeatField scanner[] = {
    { .name = "code", .type = LEAT_TYPE_STRING, .role = LEAT_ROLE_PART },
  };
  static const LeatField scale[] = { { .name = "weight", .type = LEAT_TYPE_DOUBLE } };

  self->camera = leat_schema_new ("camera", camera, G_N_ELEMENTS (camera));
  self->scanner = leat_schema_new ("scanner", scanner, G_N_ELEMENTS (scanner));
  self->scale = leat_schema_new ("scale", scale, G_N_ELEMENTS (scale));
  self->inputs[0] = (LeatInput) { sizeof (LeatInput), "camera-0", self->camera };
  self->inputs[1] = (LeatInput) { sizeof (LeatInput), "scanner", self->scanner };
  self->inputs[2] = (LeatInput) { sizeof (LeatInput), "camera_0", self->camera };
  self->inputs[3] = (LeatInput) { sizeof (LeatInput), "9th", self->scale };
}

static inline void
inputs_clear (Inputs *self)
{
  leat_schema_unref (self->camera);
  leat_schema_unref (self->scanner);
  leat_schema_unref (self->scale);
}

/* sets the first field to @key, and width to 1.730 where there is one */
static inline AssemblyKept *
inputs_make_record (const LeatInput *input, guint source, const char *key, guint64 number)
{
  LeatOrigin *origin = leat_origin_new (input->name, "0K3Q9V2M7WB1X5T4E8ZC", input->schema, "g",
                                        NULL);
  LeatBatch *batch = leat_batch_new (1);
  guint64 sequence = 1840 + number;
  AssemblyKept *kept;

  leat_batch_append (batch, origin, (LeatMoment) { 1000 + (gint64) number, 2000 });
  if (key != NULL && leat_schema_get_field (input->schema, 0)->type == LEAT_TYPE_INT)
    leat_batch_set_int (batch, 0, g_ascii_strtoll (key, NULL, 10));
  else if (key != NULL)
    leat_batch_set_string (batch, 0, key, -1);
  if (leat_schema_get_n_fields (input->schema) == 4)
    leat_batch_set_decimal (batch, 1, 1730, 3);
  leat_batch_seal (batch, &sequence);
  kept = assembly_kept_new (leat_batch_get_record (batch, 0), source, number);
  leat_batch_unref (batch);
  leat_origin_unref (origin);
  return kept;
}

/* as the key file has them: "a;b" */
static inline char **
inputs_list (const char *text)
{
  return text != NULL ? g_strsplit (text, ";", -1) : NULL;
}
