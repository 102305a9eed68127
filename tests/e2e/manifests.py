# SPDX-License-Identifier: MIT
"""manifests.py FILE...: what in manifests is no part of the Kubernetes API, by
the types that its own client (Debian's python3-kubernetes) has of its published
description: unknown fields, values of another type, required ones that are not
there.  Each is a line."""
import re
import sys

import yaml
from kubernetes.client import models

PLAIN = ('str', 'int', 'bool', 'float')


def many(values, kind, at):
    return [w for name, v in values for w in wrong(v, kind, at + name)]


def wrong(value, kind, at):
    of = re.fullmatch(r'list\[(.*)\]', kind)
    if of:
        return many((('[%d]' % i, v) for i, v in enumerate(value)), of[1],
                    at) if isinstance(value, list) else [at + ': no list']
    of = re.fullmatch(r'dict\(str, (.*)\)', kind)
    if of:
        return many((('.' + k, v) for k, v in value.items()), of[1],
                    at) if isinstance(value, dict) else [at + ': no map']
    if kind in PLAIN:
        return [] if type(value).__name__ == kind else [
            '%s: %r is no %s' % (at, value, kind)]
    return part(value, getattr(models, kind), at) if hasattr(
        models, kind) else []


def part(value, model, at):
    if not isinstance(value, dict):
        return [at + ': no ' + model.__name__]
    names = {v: k for k, v in model.attribute_map.items()}
    bad = ['%s.%s: there is no such field' % (at, k)
           for k in value if k not in names]
    for k, v in value.items():
        if k in names:
            bad += wrong(v, model.openapi_types[names[k]], at + '.' + k)
    try:
        model(**{names[k]: v for k, v in value.items() if k in names})
    except ValueError as e:
        bad.append('%s: %s' % (at, e))
    return bad


def check(manifest):
    kind = manifest['apiVersion'].split('/')[-1].capitalize() + \
        manifest['kind']
    if not hasattr(models, kind):
        return [kind + ': there is no such kind']
    return wrong(manifest, kind, manifest['kind'])


if __name__ == '__main__':
    for path in sys.argv[1:]:
        with open(path) as f:
            for manifest in yaml.safe_load_all(f):
                for line in check(manifest):
                    print('%s: %s' % (path, line))
