/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-new-schema.c - what leat new-schema writes for any recording is a sound schema, whose
 * examples come out */
#include <stdint.h>

#include "guess/proposal.h"
#include "leat-schema-host.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (LeatGuessFrames) frames = { NULL };
  g_auto (LeatProposal) proposal = { NULL };
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;

  if (!leat_guess_frames_init (&frames, (const char *) data, size, NULL))
    return 0;
  if (!leat_proposal_init (&proposal, "x", "x.bin", &frames, &error))
    g_error ("%s\n%s", error->message, proposal.text->str);
  schema = leat_schema_load_text ("x", proposal.text->str, (gssize) proposal.text->len, faults);
  if (schema != NULL && leat_schema_try_examples (schema, faults))
    return 0;
  told = leat_faults_to_string (faults);
  g_error ("%s\n%s", told, proposal.text->str);
}
