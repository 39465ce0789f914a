/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config.c - wrong key files, and the whole message that each is answered with */
#include "configs.h"

/* each begins a group that is right as it stands */
#define MACHINE "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS0\n" /* lines 1 to 3 */
#define SOURCE "[source s]\nplugin=fixture-source\n"
#define SINK "[sink k]\nplugin=fixture-picky\n"
#define CAMERA "[source c]\nplugin=serial\ndevice=/dev/ttyS0\nframer=fixture-line\nschema=pv200\n"
#define WEB "[sink w]\nplugin=rest\nurl=http://h/\nbody=template\n" /* lines 6 to 9 */
#define FRAMER "[framer f]\ntype=delimiter\n"
#define WRAPPER "[framer w]\ntype=fixture-wrapper\n"
#define JUNCTION(name, from) "[source " name "]\nplugin=fixture-junction\nfrom=" from "\n"

#define NAME_RULE \
  "is no name; a-z, 0-9, - and _ are right, 64 at the most, the first a letter or digit\n"
#define NO_SIZE "is no size; sizes are spelled 4096, 64k, 8M or 1G, where k is 1024 bytes"
#define NO_DURATION "is no duration; durations are spelled 250ms, 1.5s, 2min, 1h, 30d or none\n"
#define NO_ESCAPE "begins no escape; \\r \\n \\t \\s \\\\ \\; and \\xHH are right\n"
#define NAME64 "a123456789012345678901234567890123456789012345678901234567890123"

static const struct {
  const char *path;
  const char *text;
  const char *faults;
} cases[] = {
  /* stores */
#define STORE(name) "[sink " name "]\nplugin=fixture-store\nmemory=config\n"
  { "/config/via/auto", STORE ("s") SINK, "" },
  { "/config/via/none-there", SINK "via=auto\n", "" },
  { "/config/via/none", STORE ("s") STORE ("t") SINK "via=none\n", "" },
  { "/config/via/named", STORE ("s") STORE ("t") SINK "via=t\n", "" },
  { "/config/via/several", STORE ("s") STORE ("t") SINK,
    "f:7: [sink k]: there are several stores: s, t; via= names one of them, or none\n" },
  { "/config/via/several-and-auto", STORE ("s") STORE ("t") SINK "via=auto\n",
    "f:9: [sink k] via: there are several stores: s, t; via= names one of them, or none\n" },
  { "/config/via/unknown", STORE ("s") SINK "via=t\n",
    "f:6: [sink k] via: there is no store called t; there is s\n" },
  { "/config/via/unknown-and-none-there", SINK "via=t\n",
    "f:3: [sink k] via: there is no store called t; none is there\n" },
  { "/config/via/no-store", STORE ("s") SINK "via=o\n[sink o]\nplugin=fixture-picky\n",
    "f:6: [sink k] via: o is a sink that cannot be read from; a store is s\n" },
  { "/config/via/no-store-at-all", SINK "via=o\n[sink o]\nplugin=fixture-picky\n",
    "f:3: [sink k] via: o is a sink that cannot be read from; there is no store\n" },
  { "/config/via/itself", SINK "via=k\n", "f:3: [sink k] via: a sink cannot read from itself\n" },
  { "/config/via/a-store", STORE ("s") STORE ("t") "via=s\n",
    "f:7: [sink t] via: a store is fed by sources, not by a store; leave via= out\n" },
  { "/config/via/a-store-and-none", STORE ("s") "via=none\n", "" },
  { "/config/via/from", SOURCE STORE ("s") "from=other\n" SINK "from=s\n[source other]\n"
    "plugin=fixture-source\n",
    "f:9: [sink k] from: s does not go into store s; mend from= of that, or say via=none\n" },
  { "/config/via/from-of-both", SOURCE STORE ("s") "from=s\n" SINK "from=s\n", "" },
  { "/config/via/from-of-the-store", SOURCE STORE ("s") "from=s\n" SINK, "" },
  { "/config/requests/right", CAMERA WEB "template={\"n\":{fields.num},\"m\":{fields.measure_1}}\n",
    "" },
  { "/config/requests/no-such-field", CAMERA WEB "template={\"n\":{fields.nmu}}\n",
    "f:10: [sink w] template: {fields.nmu}: records of c (schema pv200) have none; add "
    "|default:TEXT, or send them elsewhere by from=\n" },
  { "/config/requests/default", CAMERA WEB "template={\"n\":{fields.nmu|default:0}}\n", "" },
  { "/config/requests/no-such-tag", CAMERA WEB "template={\"n\":\"{tags.station}\"}\n",
    "f:10: [sink w] template: {tags.station}: records of c (schema pv200) have none; add "
    "|default:TEXT, or send them elsewhere by from=\n" },
  { "/config/requests/tag", CAMERA "tag.station=film\n" WEB
    "template={\"n\":\"{tags.station}\"}\n", "" },
  { "/config/requests/from-elsewhere", CAMERA SOURCE WEB
    "template={\"n\":{fields.nmu}}\nfrom=s\n[sink k]\nplugin=fixture-picky\n", "" },
  { "/config/requests/in-url", CAMERA "[sink w]\nplugin=rest\nurl=http://h/{fields.nmu}\n",
    "f:8: [sink w] url: {fields.nmu}: records of c (schema pv200) have none; add |default:TEXT, or "
    "send them elsewhere by from=\n" },
  { "/config/requests/extent", CAMERA WEB "template=[]\nbatch-records=50\n",
    "f:11: [sink w] batch-records: a request of this sink holds 1 record, as its other keys are; "
    "leave it out, or change what a request holds\n" },
  { "/config/requests/extent-of-one", CAMERA WEB "template=[]\nbatch-records=1\n", "" },
  { "/config/requests/extent-of-many", CAMERA
    "[sink w]\nplugin=rest\nurl=http://h/\nbody=json-lines\nbatch-records=50\n", "" },
  { "/config/via/keys-of-a-queue", STORE ("s") SINK "queue-size=1M\nwhen-full=block\n",
    "f:6: [sink k] queue-size: says nothing of a sink that reads from a store; put it into "
    "[sink s], or say via=none here\n"
    "f:7: [sink k] when-full: says nothing of a sink that reads from a store; put it into "
    "[sink s], or say via=none here\n" },
  { "/config/via/keys-of-its-queue", STORE ("s") "settles=yes\nqueue-records=5\n" SINK
    "via=none\nsettles=no\nqueue-records=5\n", "" },
  { "/config/via/batch-records", SINK "batch-records=0\n",
    "f:3: [sink k] batch-records: 0 is out of range, 1 to 1000000 is right\n" },
#define REQUESTS "[sink k]\nplugin=fixture-requests\npath=x\nkeep=yes\n"
  { "/config/order/source", SINK "order=source\n", "" },
  { "/config/order/none", REQUESTS "order=none\nrequests=64\n", "" },
  { "/config/order/none-and-a-store", STORE ("s") REQUESTS "order=none\n", "" },
  { "/config/order/unknown", REQUESTS "order=all\n",
    "f:5: [sink k] order: \"all\" is not one of source, none\n" },
  { "/config/order/no-requests", SINK "order=none\n",
    "f:3: [sink k] order: fixture-picky makes no requests; leave order= out\n" },
  { "/config/order/cannot", "[sink k]\nplugin=fixture-requests\npath=x\nkeep=no\norder=none\n",
    "f:4: [sink k] keep: several would cut each other's file; yes is right\n" },
  { "/config/order/requests-in-order", REQUESTS "requests=4\n",
    "f:5: [sink k] requests: with order=source one request is made at a time; order=none is for "
    "several\n" },
  { "/config/order/too-many", REQUESTS "order=none\nrequests=65\n",
    "f:6: [sink k] requests: 65 is out of range, 1 to 64 is right\n" },
  { "/config/via/hold-after", SINK "hold-after=-1\n",
    "f:3: [sink k] hold-after: -1 is out of range, 0 to 1000000 is right\n" },

  /* groups */
  { "/config/group/unknown", "[sorce a]\n",
    "f:1: [sorce a]: is not known; did you mean [source a]?\n" },
  { "/config/group/unknown-daemon", "[deamon]\n",
    "f:1: [deamon]: is not known; did you mean [daemon]?\n" },
  { "/config/group/far-off", "[output x]\nplugin=csv\n",
    "f:1: [output x]: is not known; [daemon], [source NAME], [sink NAME] and [framer NAME] are\n" },
  { "/config/group/daemon-with-name", "[daemon x]\n",
    "f:1: [daemon x]: has a name; [daemon] is right\n" },
  { "/config/group/no-name", "[source]\nplugin=fixture-source\n",
    "f:1: [source]: has no name; [source NAME] is right\n" },
  { "/config/group/blank-name", "[sink ]\n", "f:1: [sink ]: has no name; [sink NAME] is right\n" },
  { "/config/group/upper-case", "[source Camera]\n",
    "f:1: [source Camera]: \"Camera\" " NAME_RULE },
  { "/config/group/two-names", "[sink a b]\n", "f:1: [sink a b]: \"a b\" " NAME_RULE },
  { "/config/group/two-blanks", "[sink  a]\n", "f:1: [sink  a]: \" a\" " NAME_RULE },
  { "/config/group/dash-first", "[framer -a]\n", "f:1: [framer -a]: \"-a\" " NAME_RULE },
  { "/config/group/slash", "[source a/b]\n", "f:1: [source a/b]: \"a/b\" " NAME_RULE },
  { "/config/group/long-name", "[source " NAME64 "x]\n",
    "f:1: [source " NAME64 "x]: \"" NAME64 "x\" " NAME_RULE },
  { "/config/group/longest-name", "[source " NAME64 "]\nplugin=fixture-source\n", "" },

  /* [daemon] */
  { "/config/daemon/unknown-key", "[daemon]\nstate-directory=/x\n",
    "f:2: [daemon] state-directory: is not known here; did you mean state-dir?\n" },
  { "/config/daemon/source-key", "[daemon]\nbaud-rate=9600\n",
    "f:2: [daemon] baud-rate: is not known here\n" },
  { "/config/daemon/no-unit", "[daemon]\nstop-timeout=10\n",
    "f:2: [daemon] stop-timeout: 10 has no unit; us, ms, s, min, h or d is right: 10s\n" },
  { "/config/daemon/range", "[daemon]\nstop-timeout=2d\n",
    "f:2: [daemon] stop-timeout: 2d is out of range, 100ms to 1h is right\n" },
  { "/config/daemon/size", "[daemon]\nrejects-size=64MB\n",
    "f:2: [daemon] rejects-size: \"64MB\" " NO_SIZE "\n" },
  { "/config/daemon/level", "[daemon]\nlog-level=verbose\n",
    "f:2: [daemon] log-level: \"verbose\" is not one of error, warning, info, debug\n" },
  { "/config/daemon/levels-without-name", "[daemon]\nlog-levels=debug\n",
    "f:2: [daemon] log-levels: \"debug\" is not NAME:LEVEL\n" },
  { "/config/daemon/levels", "[daemon]\nlog-levels=a:debug;b:loud\n",
    "f:2: [daemon] log-levels: b:loud: the level is error, warning, info or debug\n" },
  { "/config/daemon/schema-path", "[daemon]\nschema-path=/nowhere/at/all\n",
    "f:2: [daemon] schema-path: there is no folder /nowhere/at/all\n" },

  /* classes */
  { "/config/class/missing", "[source a]\ndevice=/dev/ttyS0\n",
    "f:1: [source a] plugin: is missing: Class of the source.\n" },
  { "/config/class/empty", "[sink a]\nplugin=\n",
    "f:2: [sink a] plugin: is empty: Class of the sink.\n" },
  { "/config/class/unknown", "[source a]\nplugin=fixture-sauce\n",
    "f:2: [source a] plugin: there is no source fixture-sauce; did you mean fixture-source?\n" },
  { "/config/class/comment", "[source a]\nplugin=fixture-source # the first\n",
    "f:2: [source a] plugin: there is no source fixture-source # the first; did you mean "
    "fixture-source?; "
    "a comment needs a line of its own\n" },
  { "/config/class/a-sink", "[source a]\nplugin=fixture-picky\n",
    "f:2: [source a] plugin: fixture-picky is a sink; it stands in plugin= of a [sink NAME]\n" },
  { "/config/class/a-source", "[sink a]\nplugin=fixture-machine\n",
    "f:2: [sink a] plugin: fixture-machine is a source; it stands in plugin= of a [source "
    "NAME]\n" },
  { "/config/class/a-framer", "[source a]\nplugin=delimiter\n",
    "f:2: [source a] plugin: delimiter is a framer; it stands in framer= of a [source NAME] or "
    "type= of a [framer NAME]\n" },
  { "/config/class/type-in-source", "[source a]\ntype=fixture-source\n",
    "f:1: [source a] plugin: is missing: Class of the source.\n" },

  /* devices and links */
  { "/config/device/missing", "[source a]\nplugin=fixture-reader\nframer=delimiter\n",
    "f:1: [source a] device: is missing; fixture-reader reads from fixture serial\n" },
  { "/config/device/none-needed", SOURCE "device=/dev/ttyS0\n",
    "f:3: [source s] device: fixture-source has no device\n" },
  { "/config/device/no-path", "[source a]\nplugin=fixture-machine\ndevice=ttyUSB0\n",
    "f:3: [source a] device: \"ttyUSB0\" is neither a path nor SCHEME://…; fixture-machine reads "
    "from serial fixture\n" },
  { "/config/device/other-scheme",
    "[source a]\nplugin=fixture-machine\ndevice=tcp://10.0.0.7:8500\n",
    "f:3: [source a] device: fixture-machine does not read from tcp; it does from serial "
    "fixture\n" },
  { "/config/device/judged-by-its-link",
    "[source a]\nplugin=fixture-reader\ndevice=fixture:///x/\nframer=delimiter\n",
    "f:3: [source a] device: fixture:///x/ is a folder, no file\n" },
  { "/config/device/slip", "[source a]\nplugin=fixture-machine\ndevice=fixtrue:///x\n",
    "f:3: [source a] device: fixture-machine does not read from fixtrue; did you mean fixture?\n" },
  { "/config/device/twice", MACHINE "[source n]\nplugin=fixture-machine\ndevice=/dev/ttyS0\n",
    "f:6: [source n] device: /dev/ttyS0 is read by source m already; a line has one reader\n" },
  { "/config/device/twice-by-scheme",
    MACHINE "[source n]\nplugin=fixture-machine\ndevice=serial:///dev/ttyS0\n",
    "f:6: [source n] device: /dev/ttyS0 is read by source m already; a line has one reader\n" },
  { "/config/init/all-at-once",
    MACHINE "[sink x]\nplugin=csv\npath=/x\nmode=999\nowner=nobodyy\ntimezone=Mars\ndelimiter=ab\n"
            "columns=a;a\n",
    "f:7: [sink x] mode: \"999\" are no permissions with which the daemon can read and write; give "
    "octal digits such as 0640\n"
    "f:8: [sink x] owner: there is no user \"nobodyy\"\n"
    "f:9: [sink x] timezone: no zone is called \"Mars\"; there are local, UTC, and names such as "
    "Asia/Taipei\n"
    "f:10: [sink x] delimiter: \"ab\" cannot part cells; give one of , ; | or \\t\n"
    "f:11: [sink x] columns: \"a\" stands there twice\n" },
  { "/config/device/link-key", MACHINE "chunk=4k\n", "f:4: [source m] chunk: is not known here\n" },
  { "/config/device/link-keys-of-any",
    "[source a]\nplugin=fixture-machine\nchunk=4k\nbaud-rate=9600\n",
    "f:1: [source a] device: is missing; fixture-machine reads from serial fixture\n" },
  { "/config/device/link-value", MACHINE "baud-rate=fast\n",
    "f:4: [source m] baud-rate: \"fast\" is no whole number; 1 to 100000000 is right\n" },
  { "/config/device/link-choice", MACHINE "parity=evn\n",
    "f:4: [source m] parity: \"evn\" is not one of none, even, odd, mark, space; did you mean "
    "even?\n" },

  /* keys and values of sources */
  { "/config/source/key-of-class", MACHINE "frist=2\n",
    "f:4: [source m] frist: is not known here; did you mean first?\n" },
  { "/config/source/key-of-host", MACHINE "max_frame=2k\n",
    "f:4: [source m] max_frame: is not known here; did you mean max-frame?\n" },
  { "/config/source/key-of-link", MACHINE "baudrate=9600\n",
    "f:4: [source m] baudrate: is not known here; did you mean baud-rate?\n" },
  { "/config/source/value", MACHINE "last=100\n",
    "f:4: [source m] last: 100 is out of range, 1 to 99 is right\n" },
  { "/config/source/max-frame", MACHINE "max-frame=32M\n",
    "f:4: [source m] max-frame: 32M is out of range, 16 to 16M is right\n" },
  { "/config/source/duration", MACHINE "expect-every=5 seconds\n",
    "f:4: [source m] expect-every: \"5 seconds\" " NO_DURATION },
  { "/config/source/bool", MACHINE "keep-frame=maybe\n",
    "f:4: [source m] keep-frame: \"maybe\" is neither yes nor no\n" },
  { "/config/source/retry", MACHINE "retry-first=1min\n",
    "f:4: [source m] retry-first: the first wait is longer than the longest one\n" },
  { "/config/source/retry-longest", MACHINE "retry-longest=100ms\n",
    "f:4: [source m] retry-longest: the first wait is longer than the longest one\n" },
  { "/config/source/init", MACHINE "first=10\n", "f:4: [source m] first: is larger than last=9\n" },
  { "/config/source/init-of-a-preset",
    "[source m]\nplugin=fixture-machine\ndevice=/dev/ttyS0\nlast=1\nfirst=2 \n",
    "f:5: [source m] first: is larger than last=1\n" },
  { "/config/source/secret-twice", MACHINE "password=open\npassword-file=/etc/hostname\n",
    "f:5: [source m] password-file: stands beside password; keep one of the two\n" },
  { "/config/source/secret-wrong", MACHINE "password=sim\\salabim\\bim\n",
    "f:4: [source m] password: the backslash at byte 12 " NO_ESCAPE },
  { "/config/source/tag-name", MACHINE "tag.a b=x\n",
    "f:4: [source m] tag.a b: \"a b\" is no name of a tag; letters, digits, -, _ and . are "
    "right\n" },
  { "/config/source/tag-value", MACHINE "tag.a=C:\\data\n",
    "f:4: [source m] tag.a: the backslash at byte 3 " NO_ESCAPE },
  { "/config/source/tag-alone", MACHINE "tag.=x\n",
    "f:4: [source m] tag.: is not known here; did you mean tag.KEY?\n" },

  /* framers */
  { "/config/framer/missing", "[source a]\nplugin=fixture-reader\ndevice=fixture:///x\n",
    "f:1: [source a] framer: is missing; what comes over a link has no frames of its own, leat "
    "describe lists the framers\n" },
  { "/config/framer/unknown", MACHINE "framer=delimter\n",
    "f:4: [source m] framer: there is no framer delimter; did you mean delimiter?\n" },
  { "/config/framer/unknown-group", MACHINE "framer=liens\n[framer lines]\ntype=delimiter\n",
    "f:4: [source m] framer: there is no framer liens; did you mean lines?\n" },
  { "/config/framer/presets-are-not-all", MACHINE "framer=fixture-wrapper\n",
    "f:4: [source m] framer: fixture-wrapper needs inside=; a group [framer NAME] with "
    "type=fixture-wrapper has room for it\n" },
  { "/config/framer/no-type", "[framer f]\ndelimiter=\\r\n",
    "f:1: [framer f] type: is missing: Class of the framer, or a preset: a name, or a path.\n" },
  { "/config/framer/unknown-type", "[framer f]\ntype=delimeter\n",
    "f:2: [framer f] type: there is no framer delimeter; did you mean delimiter?\n" },
  { "/config/framer/type-of-its-name", "[framer delimitr]\ntype=delimitr\n",
    "f:2: [framer delimitr] type: there is no framer delimitr; did you mean delimiter?\n" },
  { "/config/framer/unknown-key", FRAMER "swalow=\\n\n",
    "f:3: [framer f] swalow: is not known here; did you mean swallow?\n" },
  { "/config/framer/escape", FRAMER "delimiter=\\x0\n",
    "f:3: [framer f] delimiter: item 1: the backslash at byte 1 " NO_ESCAPE },
  { "/config/framer/init", FRAMER "delimiter=\n",
    "f:3: [framer f] delimiter: is empty; give the bytes that end a frame, as in \\r\\n\n" },
  { "/config/framer/inside-missing", WRAPPER,
    "f:1: [framer w] inside: is missing: Framer that does the work.\n" },
  { "/config/framer/inside-unknown", WRAPPER "inside=x\n",
    "f:3: [framer w] inside: there is neither a sound group [framer x] nor a framer x\n" },
  { "/config/framer/inside-itself", WRAPPER "inside=w\n",
    "f:3: [framer w] inside: inside: inside: inside: inside: inside: inside: inside: framer w: "
    "framers inside framers go deeper than 8\n" },

  /* schemas */
  { "/config/schema/unknown", MACHINE "schema=pv20\n",
    "f:4: [source m] schema: there is no schema pv20; did you mean pv200?\n" },
  { "/config/schema/suffix", MACHINE "schema=pv200.schema\n",
    "f:4: [source m] schema: there is no schema pv200.schema; did you mean pv200?\n" },
  { "/config/schema/no-file", MACHINE "schema=/nowhere/x.schema\n",
    "f:4: [source m] schema: there is no file /nowhere/x.schema\n" },
  { "/config/schema/folder", MACHINE "schema=/tmp/\n",
    "f:4: [source m] schema: there is no file /tmp/\n" },

  /* from= */
  { "/config/from/nobody", SOURCE SINK "from=camera*\n",
    "f:5: [sink k] from: no source is called camera*\n" },
  { "/config/from/slip", MACHINE "[source camera0]\nplugin=fixture-source\n" SINK "from=m;camra0\n",
    "f:8: [sink k] from: no source is called camra0; did you mean camera0?\n" },
  { "/config/from/empty-item", SOURCE SINK "from=s;;s\n",
    "f:5: [sink k] from: item 2 is empty; a ; in an item is spelled \\;\n" },
  { "/config/from/empty", SOURCE SINK "from=\n",
    "f:5: [sink k] from: is empty; from=* is all sources\n" },
  { "/config/from/of-a-source", SOURCE "from=*\n",
    "f:3: [source s] from: fixture-source takes no records of other sources; only a junction "
    "does\n" },
  { "/config/from/junction-without", "[source j]\nplugin=fixture-junction\n",
    "f:1: [source j] from: is missing; fixture-junction takes records of other sources, from=* "
    "those of all\n" },
  { "/config/from/circle", JUNCTION ("a", "c") JUNCTION ("b", "a") JUNCTION ("c", "b"),
    "f:3: [source a] from: records would go round for ever: a to b to c to a\n" },
  { "/config/from/circle-of-globs", SOURCE JUNCTION ("j1", "*") JUNCTION ("j2", "j*"),
    "f:5: [source j1] from: records would go round for ever: j1 to j2 to j1\n" },
  { "/config/from/two-circles",
    JUNCTION ("a", "b") JUNCTION ("b", "a") JUNCTION ("c", "d") JUNCTION ("d", "c"),
    "f:3: [source a] from: records would go round for ever: a to b to a\n"
    "f:9: [source c] from: records would go round for ever: c to d to c\n" },
  { "/config/from/junction-of-all", SOURCE JUNCTION ("j", "*"), "" },
  { "/config/from/line-of-junctions", SOURCE JUNCTION ("j", "s") JUNCTION ("l", "s;j"), "" },

  /* sinks */
  { "/config/sink/missing-key", "[sink a]\nplugin=fixture-sink\n",
    "f:1: [sink a] path: is missing: File that takes the records.\n" },
  { "/config/sink/unknown-key", SINK "when-ful=block\n",
    "f:3: [sink k] when-ful: is not known here; did you mean when-full?\n" },
  { "/config/sink/choice", SINK "when-full=drop\n",
    "f:3: [sink k] when-full: \"drop\" is not one of auto, drop-oldest, block; did you mean "
    "drop-oldest?\n" },
  { "/config/sink/queue", SINK "queue-size=1k\n",
    "f:3: [sink k] queue-size: 1k is out of range, 64k to 16G is right\n" },
  { "/config/sink/queue-records", SINK "queue-records=0\n",
    "f:3: [sink k] queue-records: 0 is out of range, 1 to 1000000000 is right\n" },
  { "/config/sink/tag", SINK "tag.a=x\n", "f:3: [sink k] tag.a: is not known here\n" },
  { "/config/sink/init", SINK "left=yes\n", "f:1: [sink k]: one hand does not clap\n" },

  /* all faults of the reader and the judge together, by line */
  { "/config/all-at-once",
    "gateway=x\n[daemon]\nstop-timeout=1\n[source a]\nplugin=fixture-machine\ndevice=/dev/ttyS0\n"
    "baud-rate=9600\nbaud-rate=4800\nmax-frame=0\nfoo\n[sink k]\nplugin=fixture-pikcy\nfrom=b\n",
    "f:1: gateway: stands before the first [group]\n"
    "f:3: [daemon] stop-timeout: 1 has no unit; us, ms, s, min, h or d is right: 1s\n"
    "f:8: [source a] baud-rate: is given twice; it stands in line 7 already, keep one of the two\n"
    "f:9: [source a] max-frame: 0 is out of range, 16 to 16M is right\n"
    "f:10: [source a]: \"foo\" has no =; key=value, [group] or # comment is right\n"
    "f:12: [sink k] plugin: there is no sink fixture-pikcy; did you mean fixture-picky?\n"
    "f:13: [sink k] from: no source is called b\n" },
};

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = test_config (cases[i].text, faults);
  g_autofree char *told = leat_faults_to_string (faults);

  g_assert_cmpstr (told, ==, cases[i].faults);
  g_assert_cmpint (config != NULL, ==, *cases[i].faults == '\0');
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions (); /* each case has its own point */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GUINT_TO_POINTER (i), test_case);
  return g_test_run ();
}
