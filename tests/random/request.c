/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Requests: rules with their words, switches, other people's words, and mistakes. */

#include <stdarg.h>
#include <string.h>

#include "request.h"

static void __attribute__((format(printf, 2, 3)))
say(char text[TEXT_BYTES], const char *format, ...)
{
	size_t length = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + length, TEXT_BYTES - length, format, args);
	va_end(args);
}

static const char *const allow_names[ALLOW_COUNT] = {"identity", "twin", "boot-display",
	"last-display", "unsafe-driver", "pf-with-vfs", "keyboard", "default-route",
	"group-system"};

/* In a file `allow=` takes a list; on the command line a comma ends the rule. */
static void allow_say(
	struct prng *prng, struct wanted_rule *rule, bool is_file, char *text)
{
	bool is_open = false;

	if (prng_chance(prng, 55))
		return;
	for (int i = 0; i < ALLOW_COUNT; i++) {
		if (prng_chance(prng, 65))
			continue;
		rule->allowed |= 1u << i;
		if (is_file && is_open)
			say(text, ",%s", allow_names[i]);
		else
			say(text, "%callow=%s", is_file ? ' ' : '+', allow_names[i]);
		is_open = true;
	}
}

/* A skip counts without the words that it does not take; they are one mistake. */
static void skip_words_say(
	struct prng *prng, struct random_request *asked, char separator, char *text)
{
	static const char *const words[] = {"all", "companions=none", "allow=twin",
		"allow=bridge", "sleep=on", "driver=auto"};

	if (!prng_chance(prng, 15))
		return;
	asked->mistakes++;
	say(text, "%c%s", separator, PRNG_PICK(prng, words));
	if (prng_chance(prng, 30))
		say(text, "%call", separator);
}

static void words_say(struct prng *prng, struct random_request *asked,
	struct wanted_rule *rule, bool is_file, char *text)
{
	char separator = is_file ? ' ' : '+';

	if (rule->is_skip) {
		skip_words_say(prng, asked, separator, text);
		return;
	}
	if (prng_chance(prng, 35)) {
		rule->takes_all = true;
		say(text, "%call", separator);
	}
	if (prng_chance(prng, 15)) {
		rule->takes_no_companions = true;
		say(text, "%ccompanions=none", separator);
	}
	if (prng_chance(prng, 40)) {
		rule->sets_sleep = true;
		say(text, "%csleep=%s", separator, prng_chance(prng, 70) ? "auto" : "on");
	}
	/* No tree here has a module of such a driver. */
	if (prng_chance(prng, 10))
		say(text, "%cdriver=%s", separator,
			prng_chance(prng, 50) ? "auto" : "mlx5_vfio_pci");
	allow_say(prng, rule, is_file, text);
}

static struct wanted_rule *rule_begin(const struct machine *machine, struct prng *prng,
	struct random_request *asked, bool is_skip)
{
	struct wanted_rule *rule = &asked->rules[asked->count++];

	*rule = (struct wanted_rule){.is_skip = is_skip};
	rule_pick(machine, prng, rule);
	return rule;
}

static void config_make(
	const struct machine *machine, struct prng *prng, struct random_request *asked)
{
	static const char *const mistakes[] = {"bind\n", "bnid 01:00.0\n",
		"bind 0100.0\n", "bind 10de\n", "bind ::\n",
		"bind 01:00.0 allow=bridge\n", "bind 01:00.0 allow=no-iommu all\n",
		"bind 01:00.0 also\n", "bind 01:00.0=10de\n", "bind 01:00.0 sleep=off\n",
		"bind 01:00.0 driver=\n", "bind 01:00.0 allow=twin,unreadable\n"};
	static const char *const unread[] = {"skip 01:00.8 # no such function\n",
		"skip\n", "skpi 01:00.0\n", "\001\002\n", "skip 10de\n"};
	static const char *const silences[] = {
		"# bind 01:00.0\n", "\n", "   \t\n", "#\r\n"};
	unsigned int lines = prng_below(prng, 4);

	for (unsigned int i = 0; i < lines; i++) {
		bool is_skip = prng_chance(prng, 18);
		struct wanted_rule *rule = rule_begin(machine, prng, asked, is_skip);

		say(asked->config, "%s%s %s", prng_chance(prng, 20) ? " \t" : "",
			is_skip ? "skip" : "bind", rule->text);
		words_say(prng, asked, rule, true, asked->config);
		say(asked->config, "%s\n", prng_chance(prng, 20) ? " # bind ::" : "");
		if (prng_chance(prng, 30))
			say(asked->config, "%s", PRNG_PICK(prng, silences));
		if (prng_chance(prng, 10)) {
			say(asked->config, "%s", PRNG_PICK(prng, mistakes));
			asked->mistakes++;
		}
		if (prng_chance(prng, 5)) {
			say(asked->config, "%s", PRNG_PICK(prng, unread));
			asked->mistakes++;
			asked->has_unread_skip = true;
		}
	}
}

/* One vfio_prebind.bind= or .skip= with a few items. */
static void key_make(const struct machine *machine, struct prng *prng,
	struct random_request *asked, bool is_skip)
{
	static const char *const keys[] = {
		"vfio_prebind.", "vfio-prebind.", "\"vfio_prebind."};
	const char *key = PRNG_PICK(prng, keys);
	unsigned int items = prng_between(prng, 1, 2);

	say(asked->cmdline, "%s%s=", key, is_skip ? "skip" : "bind");
	for (unsigned int i = 0; i < items; i++) {
		struct wanted_rule *rule = rule_begin(machine, prng, asked, is_skip);

		say(asked->cmdline, "%s%s", i ? "," : "", rule->text);
		words_say(prng, asked, rule, false, asked->cmdline);
	}
	if (prng_chance(prng, 10)) {
		say(asked->cmdline, ",nonsense");
		asked->mistakes++;
		asked->has_unread_skip |= is_skip;
	}
	say(asked->cmdline, "%s ", *key == '"' ? "\"" : "");
}

static void vfio_ids_make(
	const struct machine *machine, struct prng *prng, struct random_request *asked)
{
	unsigned int items = prng_between(prng, 1, 3);
	const struct function *beside = NULL;

	for (unsigned int i = 0; i < asked->count; i++)
		if (asked->rules[i].form == BY_VFIO_ID)
			asked->rules[i].is_dead = true;
	say(asked->cmdline, "%s",
		prng_chance(prng, 50) ? "vfio-pci.ids=" : "vfio_pci.ids=");
	for (unsigned int i = 0; i < items; i++) {
		struct wanted_rule *rule = &asked->rules[asked->count++];

		*rule = (struct wanted_rule){};
		beside = rule_pick_vfio(machine, prng, beside, rule);
		say(asked->cmdline, "%s%s", i ? "," : "", rule->text);
	}
	say(asked->cmdline, " ");
}

static void switches_make(struct prng *prng, struct random_request *asked)
{
	static const char *const network[] = {"root=/dev/nfs", "ip=dhcp",
		"netroot=iscsi:a", "rd.neednet=1", "nbdroot=server",
		"root=nfs:server:/root"};
	static const char *const rescue[] = {"single", "1", "S", "rescue", "emergency",
		"rd.break", "rd.break=pre-mount", "systemd.unit=rescue.target",
		"rd.systemd.unit=emergency.target", "recovery", "init=/bin/sh", "break"};
	static const char *const plain[] = {"quiet", "root=UUID=0-0", "ip=off",
		"singleton", "systemd.unit=graphical.target", "rd.neednet=0", "iommu=pt",
		"vfio.enable_unsafe_noiommu_mode=0", "vfio_pci.enable=0",
		"vfio_prebind.debug=0"};
	static const char *const misspelled[] = {"vfio-pci-ids=10de:2820",
		"vfio_pci.id=10de:2820", "vfio.ids=10de:2820", "vfio-pci.ids:10de:2820"};
	static const char *const unknown[] = {"vfio_prebind.enabled=0", "vfio-prebind=0",
		"vfio_prebind=\"01:00.0\"", "vfio-prebind-enable=0",
		"vfio_prebind.disable=1", "vfio_prebind.enable", "VFIO_PREBIND.enable=0"};

	if (prng_chance(prng, 15)) {
		say(asked->cmdline, "%s ", PRNG_PICK(prng, network));
		asked->has_network_root = true;
	}
	if (prng_chance(prng, 6)) {
		say(asked->cmdline, "%s ", PRNG_PICK(prng, rescue));
		asked->is_rescue = true;
	}
	if (prng_chance(prng, 6)) {
		bool on = prng_chance(prng, 40);

		say(asked->cmdline, "vfio%cprebind.enable=%s ",
			prng_chance(prng, 50) ? '_' : '-', on ? "1" : "0");
		asked->is_off = !on;
	}
	if (prng_chance(prng, 60))
		say(asked->cmdline, "%s ", PRNG_PICK(prng, plain));
	if (prng_chance(prng, 2)) {
		say(asked->cmdline, "%s ", PRNG_PICK(prng, misspelled));
		asked->mistakes++;
	}
	if (prng_chance(prng, 3)) {
		say(asked->cmdline, "%s ", PRNG_PICK(prng, unknown));
		asked->mistakes++;
		asked->is_mistaken = true;
	}
}

void request_make(
	const struct machine *machine, struct prng *prng, struct random_request *asked)
{
	*asked = (struct random_request){};
	config_make(machine, prng, asked);
	if (prng_chance(prng, 50))
		switches_make(prng, asked);
	if (!asked->count || prng_chance(prng, 25))
		key_make(machine, prng, asked, false);
	if (prng_chance(prng, 10))
		key_make(machine, prng, asked, true);
	while (prng_chance(prng, 15) && asked->count < 16)
		vfio_ids_make(machine, prng, asked);
	if (prng_chance(prng, 50))
		switches_make(prng, asked);
	if (prng_chance(prng, 3)) {
		say(asked->cmdline, "-- vfio_prebind.enable=0 vfio_prebind.bind=zz");
		asked->mistakes += 2;
		asked->is_mistaken = true;
	} else if (prng_chance(prng, 3)) {
		say(asked->cmdline, "-- 3 quiet");
	} else if (prng_chance(prng, 2)) {
		say(asked->cmdline, "-- single");
		asked->is_rescue = true;
	}
}

static void text_print(const char *text, FILE *file)
{
	fprintf(file, "#   ");
	for (; *text; text++)
		if (*text == '\n' && text[1])
			fprintf(file, "\n#   ");
		else if ((unsigned char)*text >= ' ')
			fputc(*text, file);
		else if (*text != '\n')
			fprintf(file, "\\x%02x", (unsigned char)*text);
	fputc('\n', file);
}

void request_print(const struct random_request *asked, FILE *file)
{
	fprintf(file, "# config:\n");
	text_print(asked->config, file);
	fprintf(file, "# kernel command line:\n");
	text_print(asked->cmdline, file);
}
