import { connect, serve } from '@sansocket/node';
import { describeTransport } from './transport-contract.ts';

describeTransport('@sansocket/node', { connect, serve });
