/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-options.c - what may stand in the groups of a schema file */
#include <string.h>
#include "leat-schema-draft.h"
#include "leat-schema-host.h"

/* in the order of the enums that they become */
const char *const leat_draft_encodings[] = { "utf-8", "latin-1", "shift-jis", NULL };
const char *const leat_draft_types[] = {
  "bool", "int", "decimal", "double", "time", "string", "bytes", NULL,
};
const char *const leat_draft_roles[] = {
  "none", "judgement", "counter", "part", "program", "camera", "time", NULL,
};
static const char *const bases[] = { "10", "16", "auto", NULL };
static const char *const others[] = { "keep", "reject", NULL };
static const char *const bytes_forms[] = { "hex", "base64", NULL };

const LeatOption leat_draft_schema_options[] = {
  LEAT_OPTION_STRING (LeatSchemaOptions, name, .key = "name", .flags = LEAT_OPTION_REQUIRED,
    .summary = "What its records are called: a-z, 0-9, _ and -."),
  LEAT_OPTION_STRING (LeatSchemaOptions, summary, .key = "summary",
    .summary = "The machine and what it sends, in a sentence."),
  LEAT_OPTION_CHOICE (LeatSchemaOptions, format, .key = "format", .choices = leat_format_names,
    .preset = "csv", .summary = "How a frame holds its fields; each has keys of its own."),
  LEAT_OPTION_CHOICE (LeatSchemaOptions, encoding, .key = "encoding",
    .choices = leat_draft_encodings, .preset = "utf-8",
    .summary = "Of strings, where their field says no other."),
  LEAT_OPTION_BOOL (LeatSchemaOptions, decimal_comma, .key = "decimal-comma", .preset = "no",
    .summary = "Whether a comma stands before a fraction."),
  LEAT_OPTION_BOOL (LeatSchemaOptions, spaced_sign, .key = "spaced-sign", .preset = "no",
    .summary = "Whether blanks may stand between sign and digits, as in - 76.912."),
  LEAT_OPTION_STRING (LeatSchemaOptions, branch, .key = "branch",
    .summary = "The field that tells records of several shapes apart, for when= of others."),
  LEAT_OPTION_CHOICE (LeatSchemaOptions, others, .key = "others", .choices = others,
    .preset = "keep",
    .summary = "What to do with a frame of no shape that a when= names; keep: its other fields."),
  LEAT_OPTION_END,
};

const LeatOption leat_draft_field_options[] = {
  LEAT_OPTION_CHOICE (LeatFieldOptions, type, .key = "type", .choices = leat_draft_types,
    .summary = "What its values are."),
  LEAT_OPTION_CHOICE (LeatFieldOptions, role, .key = "role", .choices = leat_draft_roles,
    .preset = "none", .summary = "What others may know it for."),
  LEAT_OPTION_STRING (LeatFieldOptions, unit, .key = "unit",
    .summary = "The unit of its numbers: mm, °C."),
  LEAT_OPTION_BOOL (LeatFieldOptions, required, .key = "required", .preset = "no",
    .summary = "Whether a frame in which it is absent, empty or undecodable is a reject."),
  LEAT_OPTION_LIST (LeatFieldOptions, missing, .key = "missing",
    .summary = "What the device sends where it has no value."),
  LEAT_OPTION_LIST (LeatFieldOptions, overflow, .key = "overflow",
    .summary = "What the device sends above its range."),
  LEAT_OPTION_LIST (LeatFieldOptions, underflow, .key = "underflow",
    .summary = "What the device sends below its range."),
  LEAT_OPTION_LIST (LeatFieldOptions, device_error, .key = "device-error",
    .summary = "Error words of the device in the place of a value."),
  LEAT_OPTION_LIST (LeatFieldOptions, unstable, .key = "unstable",
    .summary = "Words of its status by which the device says that it still moves; it is kept."),
  LEAT_OPTION_STRING (LeatFieldOptions, status, .key = "status",
    .summary = "Another field in which words of missing=, overflow= … may stand for this one."),
  LEAT_OPTION_LIST (LeatFieldOptions, when, .key = "when",
    .summary = "What branch= of [schema] says where it counts; elsewhere it is missing."),
  LEAT_OPTION_LIST (LeatFieldOptions, saturated, .key = "saturated",
    .summary = "Numbers at the end of the device's scale; they are kept."),
  LEAT_OPTION_STRING (LeatFieldOptions, minimum, .key = "minimum",
    .summary = "The least plausible number; a lesser one is kept as implausible."),
  LEAT_OPTION_STRING (LeatFieldOptions, maximum, .key = "maximum",
    .summary = "The greatest plausible number; a greater one is kept as implausible."),
  LEAT_OPTION_STRING (LeatFieldOptions, lower_limit, .key = "lower-limit",
    .summary = "The lower end of its tolerance."),
  LEAT_OPTION_STRING (LeatFieldOptions, upper_limit, .key = "upper-limit",
    .summary = "The upper end of its tolerance."),
  LEAT_OPTION_CHOICE (LeatFieldOptions, base, .key = "base", .choices = bases, .preset = "10",
    .summary = "The base of its digits; auto: 16 behind 0x, else 10."),
  LEAT_OPTION_BOOL (LeatFieldOptions, decimal_comma, .key = "decimal-comma",
    .summary = "Whether a comma stands before a fraction; if not given, what [schema] says."),
  LEAT_OPTION_BOOL (LeatFieldOptions, spaced_sign, .key = "spaced-sign",
    .summary = "Whether blanks may follow a sign; if not given, what [schema] says."),
  LEAT_OPTION_STRING (LeatFieldOptions, pattern, .key = "pattern",
    .summary = "How a time is written: %Y %y %m %b %d %e %j %H %I %p %M %S %f %z %s %% and text."),
  LEAT_OPTION_STRING (LeatFieldOptions, timezone, .key = "timezone", .preset = "local",
    .summary = "Where the device's clock hangs: UTC, local, +08:00 or Asia/Taipei."),
  LEAT_OPTION_LIST (LeatFieldOptions, true_words, .key = "true", .preset = "1",
    .summary = "Words that mean true."),
  LEAT_OPTION_LIST (LeatFieldOptions, false_words, .key = "false", .preset = "0",
    .summary = "Words that mean false."),
  LEAT_OPTION_LIST (LeatFieldOptions, good, .key = "good",
    .summary = "Words by which the device judges: good."),
  LEAT_OPTION_LIST (LeatFieldOptions, bad, .key = "bad",
    .summary = "Words by which the device judges: bad."),
  LEAT_OPTION_LIST (LeatFieldOptions, none, .key = "none",
    .summary = "Words by which the device says: not judged."),
  LEAT_OPTION_CHOICE (LeatFieldOptions, encoding, .key = "encoding",
    .choices = leat_draft_encodings, .summary = "Of its text; if not given, what [schema] says."),
  LEAT_OPTION_CHOICE (LeatFieldOptions, bytes_as, .key = "bytes-as", .choices = bytes_forms,
    .preset = "hex", .summary = "How bytes are written."),
  LEAT_OPTION_SIZE (LeatFieldOptions, max_length, .key = "max-length", .preset = "64k",
    .minimum = 1, .maximum = 16777216, .summary = "A longer text is undecodable."),
  LEAT_OPTION_LIST (LeatFieldOptions, judgement, .key = "judgement",
    .summary = "Instead of a place: fields whose tolerances make it good, bad or none."),
  LEAT_OPTION_BOOL (LeatFieldOptions, given, .key = "given", .preset = "no",
    .summary = "Whether, instead of a place, the source knows it: a program, a latency."),
  LEAT_OPTION_END,
};

/* a fixed arrival, so that an example comes out the same in any year */
const LeatOption leat_draft_example_options[] = {
  LEAT_OPTION_BYTES (LeatExampleOptions, frame, .key = "frame", .flags = LEAT_OPTION_REQUIRED,
    .summary = "A frame as the framer hands it on."),
  LEAT_OPTION_STRING (LeatExampleOptions, arrival, .key = "arrival",
    .preset = "2020-01-01T00:00:00Z", .summary = "When it came, as RFC 3339 writes it."),
  LEAT_OPTION_BOOL (LeatExampleOptions, reject, .key = "reject", .preset = "no",
    .summary = "Whether it must be refused."),
  LEAT_OPTION_END,
};

/**
 * leat_schema_find_options:
 * @group: `schema`, `field` or `example`
 *
 * For those who describe what a schema file may say.
 *
 * Returns: (nullable): the options of that group, or %NULL if schema files have no such group
 */
const LeatOption *
leat_schema_find_options (const char *group)
{
  if (strcmp (group, "schema") == 0)
    return leat_draft_schema_options;
  if (strcmp (group, "field") == 0)
    return leat_draft_field_options;
  return strcmp (group, "example") == 0 ? leat_draft_example_options : NULL;
}
