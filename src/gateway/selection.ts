import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from "graphql";

/**
 * Whether a field's selection asks an object of one type for more than the given fields; answered once per place in a
 * document, whose `@skip` and `@include` are decided.
 */
export function selectsBeyond(type: string, fields: ReadonlySet<string>): (info: GraphQLResolveInfo) => boolean {
  const answers = new WeakMap<readonly FieldNode[], boolean>();
  return (info) => {
    const known = answers.get(info.fieldNodes);
    if (known !== undefined) return known;
    const object = info.schema.getType(type) as GraphQLObjectType;
    const visited = new Set<string>();
    const beyond = (selection: SelectionSetNode | undefined): boolean =>
      (selection?.selections ?? []).some((node) => {
        if (node.kind === Kind.FIELD) return node.name.value !== "__typename" && !fields.has(node.name.value);
        if (node.kind === Kind.INLINE_FRAGMENT) {
          return applies(info, object, node.typeCondition?.name.value) && beyond(node.selectionSet);
        }
        const fragment = info.fragments[node.name.value];
        if (!fragment || visited.has(node.name.value)) return false;
        visited.add(node.name.value);
        return applies(info, object, fragment.typeCondition.name.value) && beyond(fragment.selectionSet);
      });
    const answer = info.fieldNodes.some(({ selectionSet }) => beyond(selectionSet));
    answers.set(info.fieldNodes, answer);
    return answer;
  };
}

function applies({ schema }: GraphQLResolveInfo, object: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === object.name) return true;
  const type = schema.getType(condition);
  return type !== undefined && isAbstractType(type) && schema.isSubType(type, object);
}
