/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "../base/text.h"

static void rule_done(struct vpb_rule *rule)
{
	free(rule->word);
	vpb_origin_done(&rule->origin);
}

void vpb_request_done(struct vpb_request *request)
{
	for (size_t i = 0; i < request->rule_count; i++)
		rule_done(&request->rules[i]);
	free(request->rules);
	for (size_t i = 0; i < request->problem_count; i++) {
		vpb_origin_done(&request->problems[i].origin);
		free(request->problems[i].word);
		free(request->problems[i].message);
		free(request->problems[i].fix);
	}
	free(request->problems);
	free(request->mistaken);
	free(request->rescue);
	free(request->network_root);
	*request = (struct vpb_request){};
}

int vpb_request_add_problem(struct vpb_request *request, const struct vpb_origin *origin,
	const char *word, const char *message)
{
	return vpb_request_add_mistake(request, origin, word, message, "");
}

int vpb_request_add_mistake(struct vpb_request *request, const struct vpb_origin *origin,
	const char *word, const char *message, const char *fix)
{
	struct vpb_problem *problems = vpb_array_grow(
		request->problems, request->problem_count, sizeof(*request->problems));
	struct vpb_problem *problem;

	if (!problems)
		return -ENOMEM;
	request->problems = problems;
	problem = &problems[request->problem_count++];
	problem->word = strdup(VPB_WORD(word));
	problem->message = strdup(message);
	problem->fix = strdup(fix);
	if (!vpb_origin_copy(origin, &problem->origin) || !problem->word ||
		!problem->message || !problem->fix)
		return -ENOMEM;
	return 0;
}

static bool is_bind(const struct vpb_rule *rule)
{
	return rule->verb == VPB_VERB_BIND;
}

static bool is_of_vfio_ids(const struct vpb_rule *rule)
{
	return rule->from_vfio_ids;
}

static void rules_forget(
	struct vpb_request *request, bool (*is_one)(const struct vpb_rule *))
{
	size_t kept = 0;

	for (size_t i = 0; i < request->rule_count; i++) {
		if (is_one(&request->rules[i]))
			rule_done(&request->rules[i]);
		else
			request->rules[kept++] = request->rules[i];
	}
	request->rule_count = kept;
}

void vpb_request_forget_binds(struct vpb_request *request)
{
	rules_forget(request, is_bind);
}

void vpb_request_forget_vfio_ids(struct vpb_request *request)
{
	rules_forget(request, is_of_vfio_ids);
}

const char *vpb_request_off_word(const struct vpb_request *request)
{
	if (request->mistaken)
		return request->mistaken;
	return request->disabled ? "vfio_prebind.enable=0" : request->rescue;
}

bool vpb_request_asks(const struct vpb_request *request)
{
	for (size_t i = 0; i < request->rule_count; i++)
		if (is_bind(&request->rules[i]))
			return true;
	return false;
}

bool vpb_request_asks_itself(const struct vpb_request *request)
{
	for (size_t i = 0; i < request->rule_count; i++)
		if (is_bind(&request->rules[i]) && !is_of_vfio_ids(&request->rules[i]))
			return true;
	return false;
}

bool vpb_request_is_active(const struct vpb_request *request)
{
	return !vpb_request_off_word(request) && vpb_request_asks(request);
}

void vpb_request_add_network_root(
	const struct vpb_request *request, struct vpb_text *text)
{
	const char *word = request->network_root;

	if (vpb_word_has_start(word, "sys/"))
		vpb_text_add(text, "/%s is there", word);
	else
		vpb_text_add(text, "'%s' on the kernel command line", word);
}
