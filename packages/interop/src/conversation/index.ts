/** The conversation of a client and a server in a cell of the matrix. @module */
export { assertSame, CLOSE_ME, type Conversation, expected } from './conversation.ts';
export { converse, type ForeignClass, scriptFor } from './foreign-client.ts';
export { converseAsOurs, type OurConversation, type OurOptions, run } from './our-client.ts';
export { assertServed, type OurServer, type Speaks, startOurServer } from './our-server.ts';
