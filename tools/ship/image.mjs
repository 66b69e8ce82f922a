import { readFileSync } from 'node:fs';
import { DockerfileParser, ModifiableInstruction } from 'dockerfile-ast';
import { at } from '../lib/workspace.mjs';

/**
 * @typedef {object} Image the image as the last stage of the Dockerfile defines it
 * @property {string[][]} runs commands that the earlier stages run
 * @property {{ from: string, to: string, owner: number | undefined }[]} copies what is copied from the earlier stages
 * @property {Record<string, string>} environment
 * @property {string} workingDirectory
 * @property {{ uid: number, gid: number }} user
 * @property {string[]} volumes
 * @property {string[]} command
 * @property {string[]} healthCheck
 */

/** @param {import('dockerfile-ast').Instruction} instruction @returns {string[]} in JSON, as every command here is written */
const listOf = (instruction) => {
  const text = instruction.getArgumentsContent() ?? '';
  return JSON.parse(text.slice(text.indexOf('[')));
};

/** Reads the Dockerfile. Throws if its last stage has an instruction that is not supported here. @returns {Image} */
export function readImage() {
  const instructions = DockerfileParser.parse(readFileSync(at('Dockerfile'), 'utf8')).getInstructions();
  const last = instructions.findLastIndex((one) => one.getKeyword() === 'FROM');
  /** @type {Partial<Image> & Pick<Image, 'copies' | 'environment' | 'volumes'>} */
  const image = { copies: [], environment: {}, volumes: [] };
  /** @type {Record<string, (instruction: import('dockerfile-ast').Instruction, words: string[]) => void>} */
  const follow = {
    FROM: () => {},
    EXPOSE: () => {},
    STOPSIGNAL: () => {},
    COPY: (instruction, [from = '', to = '']) => {
      const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : [];
      const owner = flags
        .find((flag) => flag.getName() === 'chown')
        ?.getValue()
        ?.split(':')[0];
      image.copies.push({ from, to, owner: owner === undefined ? undefined : Number(owner) });
    },
    WORKDIR: (_, [path = '']) => (image.workingDirectory = path),
    USER: (_, [name = '']) => {
      const [uid = NaN, gid = NaN] = name.split(':').map(Number);
      image.user = { uid, gid };
    },
    ENV: (_, words) => Object.assign(image.environment, Object.fromEntries(words.map((word) => word.split('=')))),
    VOLUME: (instruction) => image.volumes.push(...listOf(instruction)),
    ENTRYPOINT: (instruction) => (image.command = listOf(instruction)),
    HEALTHCHECK: (instruction) => (image.healthCheck = listOf(instruction)),
  };
  for (const instruction of instructions.slice(last)) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const known = follow[instruction.getKeyword()];
    if (!known) throw new Error(`Nobody here knows how to follow ${instruction.getKeyword()}.`);
    known(instruction, words);
  }
  const runs = instructions.slice(0, last).filter((one) => one.getKeyword() === 'RUN');
  return /** @type {Image} */ ({ ...image, runs: runs.map(listOf) });
}
