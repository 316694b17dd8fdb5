import { Field, InputType } from 'type-graphql';

@InputType({ description: 'A secret by its name; it is sealed before it is stored, and never given back.' })
export class CredentialInput {
  @Field(() => String, { description: 'For example key, clientId or clientSecret: see the definition.' })
  name: string;

  @Field(() => String)
  value: string;
}

@InputType({ description: 'A marketplace that joins, or a new version of one.' })
export class RegisterMarketplaceInput {
  @Field(() => String, { description: 'The definition (*.pasar.yaml), as YAML or JSON.' })
  document: string;

  @Field(() => [CredentialInput], {
    nullable: true,
    description: 'Left out, those of the version before are used again.',
  })
  credentials?: CredentialInput[];
}
