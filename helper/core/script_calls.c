/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "script_calls.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "boot_words.h"

enum {
	WORDS_MAX = 24, /* of one command; more do not matter */
	DEPTH_MAX = 16, /* of commands within others */
};

static const char *const programs[] = {"ipconfig", "configure_networking", "udhcpc",
	"udhcpc6", "dhclient", "dhcpcd", "dhcpcd5", "ifup", "wpa_supplicant", "iwd",
	"iwctl", "connmand", "NetworkManager", "nmcli", "systemd-networkd", "wickedd",
	"wg-quick", "pppd", "dropbear", "tinysshd", "sshd", "iscsistart", "nbd-client",
	"mandos-client", "tailscaled", NULL};
/* What may stand before them. */
static const char *const before[] = {"if", "then", "elif", "else", "while", "until", "do",
	"!", "exec", "command", "eval", "nohup", "setsid", "env", "time", "busybox", "{",
	NULL};
/* What puts them into an image: hook-functions of initramfs-tools, dracut-functions, mkinitcpio. */
static const char *const copiers[] = {
	"copy_exec", "inst*", "dracut_install", "add_binary", NULL};
static const char *const services[] = {"systemd-networkd*", "NetworkManager*", "iwd*",
	"wpa_supplicant*", "connman*", "dhcpcd*", "networking*", NULL};
static const char *const up[] = {"up", NULL};
static const char *const adds[] = {"add", "replace", "change", "append", NULL};

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool vpb_program_is_network(const char *path)
{
	return vpb_word_is_among(name_of(path), programs);
}

/* "NAME=value", before a command. */
static bool is_assignment(const char *word)
{
	size_t length = 0;

	while (isalnum((unsigned char)word[length]) || word[length] == '_')
		length++;
	return length && word[length] == '=';
}

static bool has(char *const *words, const char *const *among)
{
	for (; *words; words++)
		if (vpb_word_is_among(*words, among))
			return true;
	return false;
}

/* ip(8) takes what is common to "link" and "address" for these. */
static const char *ip_judge(char *const *words)
{
	while (*words && **words == '-')
		words++;
	if (!*words)
		return NULL;
	if (**words == 'l' && has(words, up))
		return "ip link";
	return **words == 'a' && has(words, adds) ? "ip address" : NULL;
}

/* The words of one command, ended by NULL. */
static const char *command_judge(char *const *words)
{
	const char *name;

	while (*words &&
		(is_assignment(*words) || vpb_word_is_among(name_of(*words), before)))
		words++;
	if (!*words)
		return NULL;
	name = name_of(*words++);
	if (vpb_word_is_among(name, programs))
		return name;
	if (strcmp(name, "ip") == 0)
		return ip_judge(words);
	if (strcmp(name, "ifconfig") == 0)
		return has(words, up) || (*words && words[1]) ? name : NULL;
	if (strcmp(name, "systemctl") == 0)
		return has(words, services) ? name : NULL;
	for (; vpb_word_is_among(name, copiers) && *words; words++)
		if (vpb_program_is_network(*words))
			return name_of(*words);
	return NULL;
}

/* Where it is in the script; what is cut off is ended in place. */
struct script {
	char *at;
	char *words[WORDS_MAX + 1];
	unsigned int count;
	/* The quote that goes on where a command within it ends, and those of the commands around. */
	char quote, outer[DEPTH_MAX], tick;
	unsigned int depth;
	bool is_in_ticks;
};

/* One word, without its quotes. A command within it, as "$(...)", ends it. */
static char *word_cut(struct script *script)
{
	char *start = script->at, *to = start, quote = script->quote;

	for (; *script->at; script->at++) {
		char c = *script->at;

		if (c == '\\' && quote != '\'' && script->at[1]) {
			*to++ = *++script->at;
			continue;
		}
		if (quote != '\'' &&
			(c == '`' || (c == '(' && (script->at == start ||
							  script->at[-1] == '$'))))
			break;
		if (quote ? c == quote : c == '"' || c == '\'') {
			quote = quote ? 0 : c;
			continue;
		}
		if (!quote && strchr(" \t\n;&|()", c))
			break;
		*to++ = c;
	}
	script->quote = quote;
	/* What ended it is looked at by the caller, who ends it there. */
	if (to < script->at)
		*to = '\0';
	return start;
}

/* Into a command that stands within a word, and out of it again. */
static void nesting_follow(struct script *script, char c)
{
	if (c == '(') {
		script->outer[script->depth % DEPTH_MAX] = script->quote;
		script->depth++;
		script->quote = 0;
	} else if (c == ')') {
		script->depth -= script->depth > 0;
		script->quote = script->outer[script->depth % DEPTH_MAX];
		script->outer[script->depth % DEPTH_MAX] = 0;
	} else if (c == '`') {
		char before_it = script->quote;

		script->quote = script->is_in_ticks ? script->tick : 0;
		script->tick = before_it;
		script->is_in_ticks = !script->is_in_ticks;
	}
}

/* The next command; false at the end. */
static bool command_cut(struct script *script)
{
	bool is_new = true;

	script->count = 0;
	while (*script->at) {
		char c = *script->at, *word;

		/* Where a word in quotes has come to a command within it, that one begins here. */
		if (!script->quote || c == '(' || c == '`') {
			if (c == '#' && is_new) {
				script->at += strcspn(script->at, "\n");
				continue;
			}
			is_new = c == ' ' || c == '\t';
			if (is_new) {
				*script->at++ = '\0';
				continue;
			}
			if (strchr("\n;&|()`", c)) {
				*script->at++ = '\0';
				nesting_follow(script, c);
				break;
			}
		}
		word = word_cut(script);
		if (script->count < WORDS_MAX)
			script->words[script->count++] = word;
	}
	script->words[script->count] = NULL;
	return *script->at || script->count;
}

static void continuations_join(char *text)
{
	for (char *c = text; (c = strstr(c, "\\\n"));)
		*c++ = ' ', *c++ = ' ';
}

char *vpb_script_network_call(const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	struct script script = {.at = copy};

	if (!copy)
		return NULL;
	continuations_join(copy);
	while (command_cut(&script)) {
		const char *call = command_judge(script.words);

		if (call)
			return strdup(call);
	}
	return NULL;
}
