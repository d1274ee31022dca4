import type { Service } from '../service';
import { contract } from './contract';

export const items: Service = {
  contract,
  entry: 'services/items/handler.ts',
  tableActions: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
};
